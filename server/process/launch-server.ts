// The instrumented server in a process of its own, so that its event loop and the harness's do not disturb each other.

import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import type { ServerOptions, ServerUrls } from '../server-options.ts'
import { ServerChild, type ServerExit } from './child.ts'

/** Once the process has ended, calls reject with a ServerExitedError that holds the end of its stderr. None hangs. */
export interface ServerProcess extends ServerUrls {
  readonly pid: number
  /** However it ended. Never rejects. */
  readonly exited: Promise<ServerExit>
  /** Replaces the faults that are on; an empty list switches all off. */
  setFaults(faults: readonly Fault[]): Promise<void>
  /** Forgets earlier observations. @param epochSeconds the instant of run second 0, on the axis of core/clock.ts */
  beginRecord(epochSeconds: number): Promise<void>
  /** Everything observed since `beginRecord`; may be called again. */
  collectRecord(): Promise<ExactRecord>
  /**
   * Stops it, and gives everything that it observed since `beginRecord`, down to its last response.
   * @throws Error where it had to be ended by force
   */
  drain(): Promise<ExactRecord>
  /** Stops it gracefully, then by force: when it resolves the process is gone. Idempotent. */
  stop(): Promise<void>
}

/** @throws UserError where the server's options cannot be met (a taken port, a trace file that cannot be read) */
export async function launchServer(options: ServerOptions): Promise<ServerProcess> {
  const child = new ServerChild()
  try {
    const urls = await child.start(options)
    return {
      ...urls,
      pid: child.pid,
      exited: child.exited,
      setFaults: (faults) => child.call('setFaults', faults),
      beginRecord: (epochSeconds) => child.call('beginRecord', epochSeconds),
      collectRecord: () => child.call('collectRecord'),
      drain: () => child.drain(),
      stop: () => child.stop(),
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}
