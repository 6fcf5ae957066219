// A thread that sleeps in place of the generator and wakes it. Node's own timers count in whole milliseconds, because the
// event loop waits in whole milliseconds; a thread that waits for a change in shared memory (`Atomics.wait`) waits as
// precisely as the kernel can, and a message wakes the event loop at once. So the generator keeps reading answers
// meanwhile, and no core is kept busy.

import { Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'

/** What the thread shares with the generator. */
export interface AlarmMemory {
  /** The number of the alarm that was set last; below 0, the thread ends. */
  readonly number: Int32Array
  /** When that alarm is due (core/clock.ts), and the CPU time that the thread has used so far, a little behind. */
  readonly seconds: Float64Array
}

export const DUE = 0
export const CPU = 1
export const ENDED = -1

const LAST = 2 ** 31 - 1

export function alarmMemory(shared: SharedArrayBuffer): AlarmMemory {
  return { number: new Int32Array(shared, 0, 1), seconds: new Float64Array(shared, 8, 2) }
}

export interface AlarmClockListener {
  /** An alarm was due. The first call, with 0, says that the thread runs. */
  rang(number: number): void
  /** The thread has ended and rings no more. */
  ended(): void
}

export interface AlarmClock {
  /** Sets the one alarm there is, in place of the one before. @returns its number */
  set(dueSeconds: number): number
  /** CPU time of its thread so far. */
  readonly cpuSeconds: number
  stop(): void
}

export type StartAlarmClock = (listener: AlarmClockListener) => AlarmClock

export const startAlarmClock: StartAlarmClock = (listener) => {
  const shared = new SharedArrayBuffer(24)
  const { number, seconds } = alarmMemory(shared)
  const thread = new Worker(compiledEntry('load/dispatch/alarm-worker'), { workerData: shared })
  thread.on('message', (rung: number) => listener.rang(rung))
  // Whatever ended it, the generator goes on with Node's own timers: less precise, which its send lag shows.
  thread.on('error', () => listener.ended())
  thread.on('exit', () => listener.ended())
  return {
    set(dueSeconds) {
      seconds[DUE] = dueSeconds
      const next = ((number[0] as number) % LAST) + 1
      Atomics.store(number, 0, next)
      Atomics.notify(number, 0)
      return next
    },
    get cpuSeconds() {
      return seconds[CPU] as number
    },
    stop() {
      Atomics.store(number, 0, ENDED)
      Atomics.notify(number, 0)
    },
  }
}
