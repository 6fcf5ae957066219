// Whatever becomes of the output, the exit code is the command's own, and a run's report is written.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { inTemporaryFolder } from '../../support/run-cli.ts'

/** @param command `$H` is the command line of the harness; the exit code is that of this shell command */
async function shell(command: string, cwd: string): Promise<{ readonly code: number; readonly stderr: string }> {
  const harness = `${process.execPath} ${join(packageRoot, 'dist', 'cli.js')}`
  const child = spawn('bash', ['-c', command], { cwd, env: { ...process.env, H: harness } })
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stderr }
}

const SHORT = `
name: short
server: { latency: { constant: 10ms } }
load: { phases: [{ name: only, for: 1s, rate: 20 }] }
sla: [p95 < 5s]
`

describe.concurrent('output that cannot be written', () => {
  it.each([
    ['a reader that goes away', 'set -o pipefail; $H scenario | head -1', 0],
    ['a closed stdout', '$H scenario >&-', 0],
    ['everything closed', '$H scenario <&- >&- 2>&-', 0],
    ['a full stdout', '$H scenario > /dev/full', 0],
    ['a full stderr, and a mistake', '$H scenario nowhere 2> /dev/full', 2],
    ['a stderr whose reader goes away, and a mistake', '$H scenario nowhere 2> >(true)', 2],
  ])('%s: the exit code is that of the command', { timeout: 30_000 }, async (_, command, code) => {
    expect((await shell(command, packageRoot)).code).toBe(code)
  })

  it('is said on the other stream', { timeout: 30_000 }, async () => {
    const { stderr } = await shell('$H scenario > /dev/full', packageRoot)
    expect(stderr).toBe('standard output: expected to be writable, got ENOSPC: no space left on device, write\n')
  })

  it('costs a run neither its exit code nor its report', { timeout: 60_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'short.yaml'), SHORT)
      const { code } = await shell('$H scenario short.yaml --json --out out > /dev/full 2> /dev/full', cwd)
      const { verdict } = JSON.parse(readFileSync(join(cwd, 'out', 'report.json'), 'utf8'))
      expect(code).toBe({ pass: 0, inconclusive: 3 }[verdict as string])
    })
  })
})

describe('too few open files', () => {
  it('end as bad usage, with the limit named, where not even the program can be loaded', async () => {
    const { code, stderr } = await shell('ulimit -n 24; $H scenario steady', packageRoot)
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^open files: expected a higher limit \(ulimit -n\), got one too low to (load|run) in \(.*EMFILE/,
    )
  })

  it('end as bad usage, with the limit named, where no connection could be opened', async () => {
    const { code, stderr } = await shell('ulimit -n 160; $H scenario steady --quiet --workers 12', packageRoot)
    expect(code).toBe(2)
    expect(stderr).toBe('open files: expected a limit (ulimit -n) that leaves room for connections, got one of 160\n')
  })
})
