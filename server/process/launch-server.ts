// The instrumented server in a process of its own, so that its event loop and the harness's do not disturb each other.

import { randomBytes } from 'node:crypto'
import type { ExactRecord } from '../../core/run/exact-record.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import { ControlClient } from '../control-client.ts'
import { decodeRecord } from '../encoded-record.ts'
import type { ServerOptions } from '../start-server.ts'
import { ServerChild, type ServerExit } from './child.ts'

export type LaunchOptions = Omit<ServerOptions, 'controlToken'>

/** Calls reject with a ServerGoneError that holds the process's last words once it has ended; none hangs. */
export interface ServerProcess {
  readonly apiUrl: string
  /** Without the path: `/metrics` is below it. */
  readonly metricsUrl: string
  readonly pid: number
  /** However it ended. Never rejects. */
  readonly exited: Promise<ServerExit>
  /** Replaces the faults that are on; none for none. */
  setFaults(faults: readonly Fault[]): Promise<void>
  /** Forgets earlier observations. `zeroSeconds`: the run's zero on the axis of core/clock.ts. */
  beginRecord(zeroSeconds: number): Promise<void>
  /** Everything since `beginRecord`; may be asked again. */
  collectRecord(): Promise<ExactRecord>
  /**
   * Stops it and gives everything it had observed since `beginRecord`, down to the last answer.
   * @throws Error where it had to be ended by force
   */
  retire(): Promise<ExactRecord>
  /** Gracefully, then by force: when it resolves the process is gone. Idempotent. */
  stop(): Promise<void>
}

/** @throws UserError where the server's options cannot be had (a taken port, a trace file that cannot be read) */
export async function launchServer(options: LaunchOptions): Promise<ServerProcess> {
  const controlToken = randomBytes(32).toString('hex')
  const child = new ServerChild()
  try {
    const { apiUrl, metricsUrl } = await child.start({ ...options, controlToken })
    const control = new ControlClient(metricsUrl, controlToken)
    return {
      apiUrl,
      metricsUrl,
      pid: child.pid,
      exited: child.exited,
      setFaults: (faults) => child.unlessGone(control.setFaults(faults)),
      beginRecord: (zeroSeconds) => child.unlessGone(control.beginRecord(zeroSeconds)),
      collectRecord: () => child.unlessGone(control.collectRecord()),
      retire: () => retire(child),
      stop: () => child.stop(),
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}

async function retire(child: ServerChild): Promise<ExactRecord> {
  const record = await child.retire()
  if (record === undefined) throw new Error('the model server ended without its record')
  return decodeRecord(record)
}
