import { describe, expect, it } from 'vitest'
import { examplesOf } from '../../commands/help/examples.ts'
import { wholeProgram } from '../../commands/program.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const program = await wholeProgram()
const commands = program.commands.map((command) => [command.name(), command] as const)

describe('the help', () => {
  it('lists every command with its summary, and loads none of them', async () => {
    const { stdout, code } = await inTemporaryFolder((cwd) => runCli(['--help'], { cwd }))
    expect(code).toBe(0)
    const listed = /Commands:\n(.*?)\n\n/s
      .exec(stdout)?.[1]
      ?.split('\n')
      .map((line) => line.trim().split(/ {2,}/))
    expect(listed?.slice(0, -1)).toEqual(commands.map(([name, command]) => [name, command.summary()]))
  })

  it.each([[['help', 'scenario']], [['scenario', '--help']]])('of a command is shown by %j', async (args) => {
    const { stdout, code } = await inTemporaryFolder((cwd) => runCli(args, { cwd }))
    expect(code).toBe(0)
    expect(stdout).toContain('--baseline <run>')
    expect(stdout).toContain('Examples:\n  # run a scenario that comes with the harness')
  })

  it('names the nearest command for one that is mistyped', async () => {
    const { stderr, code } = await inTemporaryFolder((cwd) => runCli(['scenaro', 'spike'], { cwd }))
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean scenario?')
  })
})

describe('the summaries', () => {
  it.each(commands)('%s has one of one line, and a description', (_, command) => {
    expect(command.summary()).toMatch(/^[a-z].{5,70}[^.]$/)
    expect(command.description()).not.toBe('')
  })
})

describe('the examples', () => {
  it.each([['sla-harness', program] as const, ...commands])('of %s are commands and flags that exist', (_, command) => {
    const lines = examplesOf(command).flatMap(({ run }) => run.replaceAll('\\\n', ' ').split('\n'))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      const [, name = '', rest = ''] = /sla-harness ([a-z]+)(.*)/.exec(line) ?? []
      const used = program.commands.find((each) => each.name() === name)
      const flags =
        used
          ?.createHelp()
          .visibleOptions(used)
          .flatMap(({ long }) => long ?? []) ?? []
      expect(used?.name(), line).toBe(name)
      expect(rest.match(/--[a-z0-9-]+/g)?.filter((flag) => !flags.includes(flag)) ?? [], line).toEqual([])
    }
  })
})
