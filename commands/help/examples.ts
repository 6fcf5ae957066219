// Examples under `--help`: what somebody may want, and the line that does it.

import type { AddHelpTextContext, Command } from 'commander'
import { type OwnCommand, ownCommand } from '../../harness/own-command.ts'

export interface Example {
  /** In lower case, without a full stop: `run a scenario that comes with the harness`. */
  readonly does: string
  /** As an installed program is called: `sla-harness scenario spike`. Flags come last. */
  readonly run: string
  /** It makes sense for an installed program alone, and is never shown as it would be called here. */
  readonly isVerbatim?: true
}

const EXAMPLES = new WeakMap<Command, readonly Example[]>()

/** The command, with examples under its help. */
export function withExamples(command: Command, examples: readonly Example[]): Command {
  EXAMPLES.set(command, examples)
  return command.addHelpText('after', (context) => examplesText(examples, ownCommand(), wrapperFor(context)))
}

/** In their order; empty for a command without any. */
export function examplesOf(command: Command): readonly Example[] {
  return EXAMPLES.get(command) ?? []
}

/** Wraps a text into lines, at most so many columns less than the terminal has. */
type Wrapper = (text: string, columnsLess: number) => readonly string[]

/** Lines to copy are never wrapped: what is copied must be one command. */
export function examplesText(examples: readonly Example[], own: OwnCommand, wrap: Wrapper): string {
  const blocks = examples.map(({ does, run, isVerbatim = false }) => {
    const remark = wrap(does, REMARK.length).map((line) => `${REMARK}${line}`)
    const lines = run.split('\n').map((line) => (isVerbatim ? line : calledAs(own, line)))
    return [...remark, ...lines.map((line) => `  ${line}`)].join('\n')
  })
  return `\nExamples:\n${blocks.join('\n\n')}`
}

const REMARK = '  # '

/** The same command as it is called here. npm takes flags for its own unless `--` stands before them. */
export function calledAs({ call, isNpmScript }: OwnCommand, line: string): string {
  if (!line.startsWith(INSTALLED)) return line
  const rest = line.slice(INSTALLED.length)
  return `${call} ${isNpmScript ? rest.replace(/ (?=-)/, ' -- ') : rest}`
}

const INSTALLED = 'sla-harness '

const USUAL_WIDTH = 80

function wrapperFor({ command, error }: AddHelpTextContext): Wrapper {
  const { getOutHelpWidth, getErrHelpWidth } = command.configureOutput()
  const width = (error ? getErrHelpWidth : getOutHelpWidth)?.() ?? USUAL_WIDTH
  const help = command.createHelp()
  help.minWidthToWrap = 1
  return (text, columnsLess) => help.boxWrap(text, Math.max(1, width - columnsLess)).split('\n')
}
