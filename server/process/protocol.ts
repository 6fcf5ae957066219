// What the harness and its server process send each other: commands, and one reply to each. All of it goes over the IPC
// channel by structured clone (`serialization: 'advanced'`), since JSON would lose an unlimited concurrency (Infinity)
// and typed arrays. There is no other way to steer a server: none of its ports accepts commands.

import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import type { ServerOptions, ServerUrls } from '../server-options.ts'

/** The commands, as the harness calls them. Each gets one reply, with what it returns here. */
export interface Commands {
  /** Starts to listen. It is the first command and is sent once. */
  start(options: ServerOptions): ServerUrls
  /** Replaces the faults that are on; an empty list switches all off. */
  setFaults(faults: readonly Fault[]): void
  /** Forgets earlier observations. @param epochSeconds the instant of second 0, on the axis of core/clock.ts */
  beginRecord(epochSeconds: number): void
  /** Everything observed since `beginRecord`, which goes on. */
  collectRecord(): ExactRecord
  /** Answers what is in flight and exits. The reply holds everything observed since `beginRecord`. */
  drain(): ExactRecord
}

export type CommandName = keyof Commands
export type Arguments<Name extends CommandName> = Parameters<Commands[Name]>
export type Result<Name extends CommandName> = ReturnType<Commands[Name]>

export interface Command<Name extends CommandName = CommandName> {
  /** The reply carries the same number. */
  readonly id: number
  readonly name: Name
  readonly arguments: Arguments<Name>
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  /** `isUserError`: the message is shown without a stack. */
  | { readonly id: number; readonly ok: false; readonly message: string; readonly isUserError: boolean }
