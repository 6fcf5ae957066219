// What the client saw: every scheduled arrival accounted for, every latency kept by the second.
// Times are seconds of the run: 0 is the start of the first phase, warm-up included.

import { type LatencyCounts, mergeLatencies, withUnbounded } from '../latency/latency-counts.ts'
import type { LoadProblem } from './load-problem.ts'

/** Why an arrival ended as an error. */
export const ERROR_KINDS = [
  /** An HTTP status that was not expected. */
  'status',
  /** The status was right, the body was not. */
  'expectation',
  /** No connection could be opened: refused, unreachable, name not found, TLS. */
  'connect',
  /** The connection was reset while the request was in flight. */
  'reset',
  /** The connection was closed before the answer was complete. */
  'closed',
  /** What came back was not HTTP. */
  'protocol',
] as const
export type ErrorKind = (typeof ERROR_KINDS)[number]

/** Every arrival ends as exactly one: `offered = completed + errors + timeouts + unfinished`. */
export interface Accounting {
  readonly offered: number
  readonly completed: number
  readonly errors: number
  readonly timeouts: number
  readonly unfinished: number
  readonly errorKinds: Readonly<Partial<Record<ErrorKind, number>>>
  readonly statusCodes: Readonly<Record<string, number>>
}

export const NOTHING_OFFERED: Accounting = {
  offered: 0,
  completed: 0,
  errors: 0,
  timeouts: 0,
  unfinished: 0,
  errorKinds: {},
  statusCodes: {},
}

/** What became of the arrivals whose intended start lies in one second, of one phase and one request template. */
export interface LoadSlot extends Accounting {
  /** The second [second, second + 1) of the run. */
  readonly second: number
  /** Index into `LoadResult.phases`. */
  readonly phase: number
  /** Index into the plan's requests. */
  readonly request: number
  /** Completed − intended start, of completed requests. */
  readonly responseTime: LatencyCounts
  /** Completed − sent, of completed requests. */
  readonly serviceTime: LatencyCounts
  /** The same two of error answers: HTTP responses read whole that were not the expected ones. */
  readonly errorResponseTime: LatencyCounts
  readonly errorServiceTime: LatencyCounts
}

export interface PhaseWindow {
  readonly name: string
  readonly measured: boolean
  readonly startSeconds: number
  /** When its last arrival was due, not when that one ended. Earlier than planned where the run was interrupted. */
  readonly endSeconds: number
  /** The scenario's open (arrivals by schedule) or closed loop (users that wait). */
  readonly model: 'open' | 'closed'
}

/** How well the generator kept to its schedule. */
export interface GeneratorRecord {
  /** Sent − intended start, whoever caused it. */
  readonly dispatchDelay: LatencyCounts
  /** Sent − (intended start, or when a connection became free if later): what the generator itself added. */
  readonly sendLag: LatencyCounts
  /** How late the event loop got to what was due, at evenly spaced instants: those within a block all count. */
  readonly eventLoopDelay: LatencyCounts
  /** The most arrivals that were due and waited for a connection. */
  readonly backlogMax: number
  readonly inFlightMax: number
  /** CPU time of the generator threads over their wall time: 1 is one core, fully used, per thread. Without spinning. */
  readonly cpuShare: number
  readonly workers: number
}

export interface LoadResult {
  /** In the order of the plan; where the run was stopped, only those that had started. */
  readonly phases: readonly PhaseWindow[]
  /** Sparse, ascending by second. */
  readonly slots: readonly LoadSlot[]
  /** Responses (expected answers) read whole in each second, by completion instead of intended start. */
  readonly completionsPerSecond: readonly number[]
  readonly generator: GeneratorRecord
  /** True where the run was stopped before its schedule was exhausted. */
  readonly interrupted: boolean
  /** When the last request ended. */
  readonly endSeconds: number
  /** What went wrong without ending the run. */
  readonly problems: readonly LoadProblem[]
}

/** The slots of measured phases without those named in `except`, or of one phase by name (every phase of that name). */
export function measuredSlots(result: LoadResult, phaseName?: string, except: readonly string[] = []): LoadSlot[] {
  return result.slots.filter(({ phase }) => {
    const window = result.phases[phase]
    if (window === undefined || except.includes(window.name)) return false
    return phaseName === undefined ? window.measured : window.name === phaseName
  })
}

export function sumAccounting(parts: readonly Accounting[]): Accounting {
  const sum = (key: 'offered' | 'completed' | 'errors' | 'timeouts' | 'unfinished') =>
    parts.reduce((total, part) => total + part[key], 0)
  return {
    offered: sum('offered'),
    completed: sum('completed'),
    errors: sum('errors'),
    timeouts: sum('timeouts'),
    unfinished: sum('unfinished'),
    errorKinds: sumByKey(parts.map((part) => part.errorKinds)),
    statusCodes: sumByKey(parts.map((part) => part.statusCodes)),
  }
}

/** The SLA's population: completed requests, and timeouts and unfinished ones at +∞. */
export function slaLatencies(slots: readonly LoadSlot[], time: 'responseTime' | 'serviceTime'): LatencyCounts {
  const neverEnded = slots.reduce((sum, slot) => sum + slot.timeouts + slot.unfinished, 0)
  return withUnbounded(mergeLatencies(slots.map((slot) => slot[time])), neverEnded)
}

/** The cross-check's population: every answer that was read whole, expected or not. */
export function answeredLatencies(slots: readonly LoadSlot[], time: 'responseTime' | 'serviceTime'): LatencyCounts {
  const errorTime = time === 'responseTime' ? 'errorResponseTime' : 'errorServiceTime'
  return mergeLatencies(slots.flatMap((slot) => [slot[time], slot[errorTime]]))
}

function sumByKey<Key extends string>(
  parts: readonly Partial<Record<Key, number>>[],
): Partial<Record<Key, number>> & Record<string, number> {
  const sums: Record<string, number> = {}
  for (const part of parts)
    for (const [key, count] of Object.entries<number | undefined>(part)) sums[key] = (sums[key] ?? 0) + (count ?? 0)
  return sums as Partial<Record<Key, number>> & Record<string, number>
}
