// What the client saw: every scheduled arrival accounted for, every latency kept by the second.
// Times are seconds of the run: 0 is the start of the first phase, warm-up included.

import { boundedCount, type LatencyCounts, mergeLatencies, withUnbounded } from '../latency/latency-counts.ts'
import type { Peer } from '../route/peer.ts'
import type { TimerMode } from '../scenario/timer-mode.ts'
import type { AnswerRecord } from './answer-record.ts'
import type { SetupRecord } from './flows/setup-record.ts'
import type { GeneratorFacts } from './generators/generator-facts.ts'
import type { GeneratorInterval } from './generators/generator-interval.ts'
import type { LoadProblem } from './load-problem.ts'

/** Why an arrival ended as an error. */
export const ERROR_KINDS = [
  /** An HTTP status that was not expected. */
  'status',
  /** The status was right, something else that is expected of the answer was not. */
  'expectation',
  /** No connection could be opened: refused, unreachable, name not found, TLS. */
  'connect',
  /** The connection was reset while the request was in flight. */
  'reset',
  /** The connection was closed before the answer was complete. */
  'closed',
  /** What came back was not HTTP. */
  'protocol',
  /** The answer was the expected one, but a value that was to be taken from it was not there. */
  'capture',
  /** A redirect led in a circle, too far, or to another service. */
  'redirect',
  /** It was not sent, because HTTP cannot carry a value that it should have had. */
  'unsendable',
  /** The status was right, and what else is asked of the answer lies beyond what is read here: too long, or packed otherwise. */
  'unreadable',
] as const
export type ErrorKind = (typeof ERROR_KINDS)[number]

/** The harness' own: such errors say nothing about the service. */
export type OwnErrorKind = Extract<ErrorKind, 'unsendable' | 'unreadable'>

/** Every arrival ends as exactly one: `offered = completed + errors + timeouts + unfinished + lost`. */
export interface Accounting {
  readonly offered: number
  readonly completed: number
  readonly errors: number
  readonly timeouts: number
  /** Of the timeouts: those that waited for a connection until then, so that the service never saw them. */
  readonly neverSent: number
  readonly unfinished: number
  /** Of the unfinished: those that were cut off when the run was stopped. They say nothing about the service. */
  readonly interrupted: number
  /**
   * Of a generator that was lost: what it had sent, or would have sent until the end of the run, and of which nothing
   * came. Nobody knows how it ended.
   */
  readonly lost: number
  readonly errorKinds: Readonly<Partial<Record<ErrorKind, number>>>
  readonly statusCodes: Readonly<Record<string, number>>
  /** Of the status codes: those of error answers of the kind `status`. */
  readonly unexpectedStatusCodes: Readonly<Record<string, number>>
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
  /**
   * First byte of the response − sent, and − intended start: of completed requests, and of those that never ended although
   * the head of the expected response was read.
   */
  readonly timeToFirstByte: LatencyCounts
  readonly firstByteResponseTime: LatencyCounts
  /** Response and service time of error answers: HTTP responses read whole that were not the expected ones. */
  readonly errorResponseTime: LatencyCounts
  readonly errorServiceTime: LatencyCounts
}

/** The first error of a kind that a request template got, as it came. Text is redacted and without control characters. */
export interface FirstError {
  /** Index into the plan's requests. */
  readonly request: number
  readonly kind: ErrorKind
  /** When it came, in seconds of the run. */
  readonly atSeconds: number
  /** Why no connection could be opened, or what was wrong with the answer; null where its head says it. */
  readonly reason: string | null
  /** What came in place of the expected answer; null where nothing was read. */
  readonly answer: FirstAnswer | null
}

export interface FirstAnswer {
  /** 0 where what came has none. */
  readonly status: number
  /** `HTTP/1.1 404 Not Found`, or the first bytes where what came is not HTTP. */
  readonly statusLine: string
  /** Null where the answer has no such header. */
  readonly contentType: string | null
  readonly contentEncoding: string | null
  readonly location: string | null
  /** The first 200 characters of the body; empty where it is compressed or was not read. */
  readonly body: string
}

/** Why a step ended its iteration. */
export type StepFailureKind = ErrorKind | 'timeout'

/** Iterations of a flow that one of its steps ended. */
export interface StepFailure {
  /** Index into the flow's steps. */
  readonly step: number
  readonly kind: StepFailureKind
  readonly count: number
}

/** What became of the iterations of one flow that began in one phase; how they ended otherwise is in iteration-ends.ts. */
export interface FlowIterations {
  /** Index into `LoadResult.phases`. */
  readonly phase: number
  /** Index into the plan's flows. */
  readonly flow: number
  /** Those that began: the first of their requests was due. */
  readonly offered: number
  /** Every step that the iteration takes got its expected answer. */
  readonly completed: number
  readonly failures: readonly StepFailure[]
  /** Of the offered: those of a lost generator of which nothing came. Absent where there is none. */
  readonly lost?: number
  /** Of the completed: from the first due instant to the last answer, thinking included. */
  readonly duration: LatencyCounts
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

/** Whether the connections were enough: service times by how many connections were free when a request was sent. */
export interface ConnectionUse {
  /** Index into `LoadResult.phases`. */
  readonly phase: number
  /** Of requests that were sent while at most half of the connections were busy, with those that timed out at +∞. */
  readonly spare: LatencyCounts
  /** Of requests that had to wait for a connection, with those that timed out at +∞. */
  readonly waited: LatencyCounts
}

/** How the generator waited for arrivals, and what that took. */
export interface TimerUse {
  readonly mode: TimerMode
  /** Why this one, as a phrase. */
  readonly reason: string
  /** How late its sleeps ended, over the measured phases. */
  readonly wakeError: LatencyCounts
  /** The part of the measured time in which a generator thread turned its event loop until an arrival was due. */
  readonly spinningShare: number
  /** The part of a core that woke a generator thread. */
  readonly alarmClockShare: number
}

/** What opening the connections took, of those that could be used: over the whole run, warm-up and reopening included. */
export interface ConnectionTimes {
  /** From the attempt to an open TCP connection, the look-up of the name included. */
  readonly connectTime: LatencyCounts
  /** From there until TLS is set up; empty without TLS. */
  readonly tlsTime: LatencyCounts
}

/** What opening a connection cost the requests of one phase and template that waited for it. */
export interface OpeningCost {
  /** Index into `LoadResult.phases`. */
  readonly phase: number
  /** Index into the plan's requests. */
  readonly request: number
  /** How many were sent over a connection that was opened while they waited. */
  readonly requests: number
  /** Of those that were answered, expected or not: what of their wait was connecting, and what TLS. */
  readonly connectTime: LatencyCounts
  readonly tlsTime: LatencyCounts
  /** And what came afterwards, from sending. */
  readonly timeToFirstByte: LatencyCounts
  readonly serviceTime: LatencyCounts
  /** The service time, with TLS before it; and with connecting before that. */
  readonly timeFromTls: LatencyCounts
  readonly timeFromConnect: LatencyCounts
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
  readonly timers: TimerUse
  /** Of each thread, over the whole run, ascending by their start. */
  readonly intervals: readonly GeneratorInterval[]
}

export interface LoadResult {
  /** In the order of the plan; where the run was stopped, only those that had started. */
  readonly phases: readonly PhaseWindow[]
  /** Sparse, ascending by second. */
  readonly slots: readonly LoadSlot[]
  /** Responses (expected answers) read whole in each second, by completion instead of intended start. */
  readonly completionsPerSecond: readonly number[]
  readonly generator: GeneratorRecord
  /** Each by itself, in their order. Absent where one thread of this process is all there is. */
  readonly generators?: readonly GeneratorFacts[]
  /** By phase; phases in which nothing was sent are left out. */
  readonly connectionUse: readonly ConnectionUse[]
  readonly connectionTimes: ConnectionTimes
  /** By phase and request; those of which no request waited for a connection to open are left out. */
  readonly openingCosts: readonly OpeningCost[]
  readonly peer: Peer
  /** The first answer of each kind of error, by request, in the order in which they came. */
  readonly firstErrors: readonly FirstError[]
  /** Absent where the plan has no flows. */
  readonly flows?: readonly FlowIterations[]
  /** Absent where the plan has no setup. */
  readonly setup?: SetupRecord
  /** Absent where no request asks for more than a status. */
  readonly answers?: AnswerRecord
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
  const sum = (key: Exclude<keyof Accounting, 'errorKinds' | 'statusCodes' | 'unexpectedStatusCodes'>) =>
    parts.reduce((total, part) => total + part[key], 0)
  return {
    offered: sum('offered'),
    completed: sum('completed'),
    errors: sum('errors'),
    timeouts: sum('timeouts'),
    neverSent: sum('neverSent'),
    unfinished: sum('unfinished'),
    interrupted: sum('interrupted'),
    lost: sum('lost'),
    errorKinds: sumByKey(parts.map((part) => part.errorKinds)),
    statusCodes: sumByKey(parts.map((part) => part.statusCodes)),
    unexpectedStatusCodes: sumByKey(parts.map((part) => part.unexpectedStatusCodes)),
  }
}

/** Of the arrivals: those of which it is known how they ended, without those that the end of the run cut off. */
export function knownArrivals({ offered, interrupted, lost }: Accounting): number {
  return offered - interrupted - lost
}

/** Requests that never ended for a reason that may be the service's: not those that the end of the run cut off. */
export function neverEnded({ timeouts, unfinished, interrupted }: Accounting): number {
  return timeouts + unfinished - interrupted
}

/** Requests that never had a connection: none could be opened, or none was free until they timed out. */
export function unconnected({
  errorKinds: { connect = 0 },
  neverSent,
}: Pick<Accounting, 'errorKinds' | 'neverSent'>): number {
  return connect + neverSent
}

/** The times of an expected response. */
export type ResponseTimeName = 'responseTime' | 'serviceTime' | 'timeToFirstByte' | 'firstByteResponseTime'

/** The SLA's population: completed requests and those that never ended, at +∞ where they have no such time. */
export function slaLatencies(slots: readonly LoadSlot[], time: ResponseTimeName): LatencyCounts {
  const timed = mergeLatencies(slots.map((slot) => slot[time]))
  const requests = slots.reduce((sum, slot) => sum + boundedCount(slot.responseTime) + neverEnded(slot), 0)
  return withUnbounded(timed, requests - boundedCount(timed))
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
