// What there is to complete, read from the program itself: commands, their flags, and what values and arguments are. A
// command or a flag that is added completes without another line.

import type { Argument, Command, Option } from 'commander'
import { type Completed, completedFlag, completedValue } from './completed.ts'

export interface CompletionModel {
  readonly program: string
  /** Of the program itself. */
  readonly flags: readonly CompletedFlag[]
  readonly commands: readonly CompletedCommand[]
}

export interface CompletedCommand {
  readonly name: string
  /** One line. */
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  readonly arguments: readonly CompletedArgument[]
}

export interface CompletedFlag {
  /** `-h`; null for none. */
  readonly short: string | null
  /** `--help`. */
  readonly long: string
  readonly summary: string
  /** Null where it takes none. */
  readonly value: CompletedValue | null
  /** It may be given several times. */
  readonly repeats: boolean
}

export interface CompletedValue {
  /** As the help calls it: `folder`. */
  readonly name: string
  readonly isOptional: boolean
  readonly completed: Completed
}

export interface CompletedArgument {
  readonly name: string
  readonly isVariadic: boolean
  readonly completed: Completed
}

/** @param program with all its commands loaded */
export function completionModel(program: Command): CompletionModel {
  return {
    program: program.name(),
    flags: flagsOf(program),
    commands: [...program.commands.map(completedCommand), helpOn(program)],
  }
}

function completedCommand(command: Command): CompletedCommand {
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    flags: flagsOf(command),
    arguments: command.registeredArguments.map(argumentOf),
  }
}

/** What commander adds by itself. */
function helpOn(program: Command): CompletedCommand {
  const names = program.commands.map((command) => command.name())
  const argument = { name: 'command', isVariadic: false, completed: completedValue('command', names) }
  return { name: 'help', summary: 'display help for command', flags: [], arguments: [argument] }
}

/** Those that its help shows: that of help itself among them. */
function flagsOf(command: Command): CompletedFlag[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap((option) => (option.long === undefined ? [] : [flagOf(option, option.long)]))
}

function flagOf(option: Option, long: string): CompletedFlag {
  const takesValue = option.required || option.optional
  const name = /[<[](.+?)(?:\.\.\.)?[>\]]$/.exec(option.flags)?.[1] ?? ''
  const value = { name, isOptional: option.optional, completed: completedFlag(option, name) }
  return {
    short: option.short ?? null,
    long,
    summary: option.description,
    value: takesValue ? value : null,
    repeats: /may be repeated|or repeated/.test(option.description),
  }
}

function argumentOf(argument: Argument): CompletedArgument {
  const name = argument.name()
  return { name, isVariadic: argument.variadic, completed: completedValue(name, argument.argChoices) }
}
