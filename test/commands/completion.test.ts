import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../support/run-cli.ts'
import { describeShell, type Shell } from '../support/shells.ts'

let folder = ''
const scriptOf = (shell: Shell) => join(folder, `script.${shell}`)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'))
  mkdirSync(join(folder, 'here', 'scenarios'), { recursive: true })
  mkdirSync(join(folder, 'here', 'results'))
  for (const file of ['shop.yaml', 'notes.txt', 'scenarios/checkout.yaml', 'scenarios/x $(touch ran).yml'])
    writeFileSync(join(folder, 'here', file), '')
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const { stdout, stderr, code } = await runCli(['completion', shell], { cwd: folder })
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    writeFileSync(scriptOf(shell), stdout)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish']

for (const shell of SHELLS)
  describeShell(shell, (offer) => {
    const offered = (line: string) =>
      offer(scriptOf(shell), line.split(' '), join(folder, 'here')).map((word) => word.replace(/\/$/, ''))

    it.each([
      ['commands', 'sla-harness s', ['scenario', 'server', 'simulate']],
      ['commands that were added since', 'sla-harness comp', ['compare', 'completion']],
      ['flags of the program', 'sla-harness --v', ['--version']],
      ['flags of a command', 'sla-harness scenario --b', ['--baseline']],
      ['flags after others that take a value', 'sla-harness scenario spike --seed 7 --dr', ['--dry-run']],
      ['values of a flag', 'sla-harness scenario --inconclusive p', ['pass']],
      ['values that are not the only ones', 'sla-harness scenario --prometheus ', ['embedded', 'local']],
      ['the arguments of a command', 'sla-harness completion ', ['bash', 'fish', 'zsh']],
      ['commands of help', 'sla-harness help hi', ['history']],
      ['files behind the names of reporters', 'sla-harness scenario --reporter j', ['junit=']],
      ['scenarios of a flag', 'sla-harness server --scenario ov', ['overload']],
    ])('offers %s', (_, line, words) => {
      expect(offered(line)).toEqual(words)
    })

    it('offers scenarios that come with the harness, those of the folder, and files', () => {
      const words = offered('sla-harness scenario ')
      expect(words).toEqual(expect.arrayContaining(['steady', 'lag-spike', 'checkout', 'shop.yaml']))
      expect(offered('sla-harness scenario che')).toEqual(['checkout'])
    })

    it('offers no files where a number is expected', () => {
      expect(offered('sla-harness scenario --seed ')).toEqual([])
    })

    it('offers folders alone where a folder is expected', () => {
      const words = offered('sla-harness scenario --out ')
      expect(words).toEqual(expect.arrayContaining(['results', 'scenarios']))
      expect(words).not.toContain('notes.txt')
    })

    it('offers all files where any may be meant', () => {
      expect(offered('sla-harness validate no')).toEqual(['notes.txt'])
    })

    it('evaluates no name of a file', () => {
      expect(offered('sla-harness scenario x')).toHaveLength(1)
      expect(offered('sla-harness validate ')).not.toContain('ran')
    })
  })

describeShell('bash', (offer) => {
  it('offers values after an equals sign, which bash takes for a word', () => {
    const words = ['sla-harness', 'scenario', '--engine', '=', '']
    expect(offer(scriptOf('bash'), words, folder)).toContain('auto')
    expect(offer(scriptOf('bash'), words.slice(0, 4), folder)).toContain('auto')
  })

  it.each([[[]], [['=']]])('offers scenarios behind a URL, which bash takes apart at its colons: %j', (sign) => {
    const words = ['sla-harness', 'doctor', '--target', ...sign, 'http', ':', '//127.0.0.1', ':', '8080']
    expect(offer(scriptOf('bash'), [...words, ''], folder)).toContain('steady')
    expect(offer(scriptOf('bash'), words, folder)).toEqual([])
  })

  it('offers folders below that of the user', () => {
    vi.stubEnv('HOME', join(folder, 'here'))
    expect(offer(scriptOf('bash'), ['sla-harness', 'scenario', '--out', '~/re'], folder)).toEqual(['~/results'])
    expect(offer(scriptOf('bash'), ['sla-harness', 'doctor', '~/s'], folder)).toEqual(['~/scenarios', '~/shop.yaml'])
    vi.unstubAllEnvs()
  })
})

describe('completion of another shell', () => {
  it('is refused with those that there are', async () => {
    const { code, stderr } = await runCli(['completion', 'tcsh'], { cwd: folder })
    expect(code).toBe(2)
    expect(stderr).toContain('Allowed choices are bash, zsh, fish.')
  })
})
