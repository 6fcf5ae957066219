// The messages between the main thread and a generator: few, small and serialisable, so that a generator may one day
// run on another machine. Instants are seconds on core/clock.ts's axis unless they say "of the run".
//
//   main       prepare ──────────── start-segment ─────────────────────── start-segment … stop
//   generator           ready ───────────────── timings, timings, segment-done … ────────── timings, done
//
// `stop` may come at any time after `prepare`. A generator that cannot go on sends `failed`, and nothing after it.

import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import type { Peer } from '../../core/route/peer.ts'
import type { AnswerRecord } from '../../core/run/answer-record.ts'
import type { ConnectionTimes, FirstError, FlowIterations, OpeningCost } from '../../core/run/load-result.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { TimerMode } from '../../core/scenario/timer-mode.ts'
import type { CountedArrivals } from '../losses/arrival-counts.ts'
import type { SealedTimings } from '../recording/seal-timings.ts'
import type { ThreadLoad } from '../recording/thread-load.ts'
import type { RequestTimings } from '../recording/timings.ts'
import type { Shard } from '../schedule/shard.ts'
import type { SetupValues } from '../setup/setup-values.ts'

export const PROTOCOL_VERSION = 1

interface Versioned {
  readonly version: typeof PROTOCOL_VERSION
}

/** Draw the schedule, open the connections, and send `ready`. */
export interface Prepare extends Versioned {
  readonly type: 'prepare'
  readonly plan: LoadPlan
  /** Which of the plan's arrivals and users are this generator's. */
  readonly shard: Shard
  /** How many connections are this generator's. */
  readonly connections: number
  /** How many of them are open before the first arrival; the others open as they are needed. */
  readonly openAtFirst: number
  /** What the setup captured; absent where the plan has none. */
  readonly setup?: SetupValues
  /** What no text may show, each with what stands in its place: texts are shortened in the generator already. */
  readonly secrets: readonly (readonly [value: string, shown: string])[]
}

/** Run phases `firstPhase` up to but not including `endPhase`, then drain. */
export interface StartSegment extends Versioned {
  readonly type: 'start-segment'
  readonly firstPhase: number
  readonly endPhase: number
  readonly startSeconds: number
  /** The instant at which second 0 of the run begins. */
  readonly epochSeconds: number
  readonly timers: TimerMode
}

/** Send no more requests, give up on those in flight, flush, and send `done`. */
export interface Stop extends Versioned {
  readonly type: 'stop'
}

/** What the setup captured was renewed: use it from now on. */
export interface SetupRenewed extends Versioned {
  readonly type: 'setup-renewed'
  readonly setup: SetupValues
}

export type ToGenerator = Prepare | StartSegment | SetupRenewed | Stop

export interface Ready extends Versioned {
  readonly type: 'ready'
  readonly openConnections: number
  /** The reason of the last attempt to connect that failed; null where none did. */
  readonly connectFailure: string | null
  /** How late precise sleeps ended while the connections were opened. */
  readonly wakeError: LatencyCounts
}

/** Sent once a second: what ended since the last time. */
export interface Timings extends Versioned {
  readonly type: 'timings'
  /** The second of the run up to which this message reports. */
  readonly atSeconds: number
  readonly timings: RequestTimings
  /** Counts in place of rows, of what ended since the last message and is not in `timings`. Absent where all of it is. */
  readonly sealed?: SealedTimings
  /** Arrivals due so far. */
  readonly offered: number
  readonly inFlight: number
  readonly backlog: number
  /** The most since the last message. */
  readonly inFlightMax: number
  readonly backlogMax: number
  /** How busy the thread was since the last message. */
  readonly load: ThreadLoad
  /** How long after its planned start the measured segment could begin: in the first message after it did. */
  readonly startLateSeconds?: number
  /** First answers of kinds of error that were not reported before. */
  readonly firstErrors: readonly FirstError[]
  /** By data set of the plan: users who stopped since the last message, because it had no row left for them. */
  readonly outOfRows?: readonly number[]
  /** What was asked of answers since the last message; absent where no request asks for more than a status. */
  readonly answers?: AnswerRecord
  /** What became of iterations since the last message; absent where the plan has no flows. */
  readonly iterations?: readonly FlowIterations[]
  /** Arrivals that are due and have not ended; absent where the schedule alone says what is due. */
  readonly open?: readonly CountedArrivals[]
}

/** Everything that the segment offered has ended and was flushed. */
export interface SegmentDone extends Versioned {
  readonly type: 'segment-done'
  readonly firstPhase: number
  /** How late precise sleeps ended during the segment. */
  readonly wakeError: LatencyCounts
}

export interface Done extends Versioned {
  readonly type: 'done'
  /** Nothing was offered from this instant on. */
  readonly stoppedSeconds: number
  /** Over the measured segment. */
  readonly eventLoopDelay: LatencyCounts
  /** CPU time over wall time of the measured segment, without the time spent busy-waiting for the next arrival. */
  readonly cpuShare: number
  readonly waiting: WaitingCost
  /** Since `prepare`. */
  readonly connectionTimes: ConnectionTimes
  readonly openingCosts: readonly OpeningCost[]
  readonly peer: Peer
  /** Connections closed because something came that answers no request. */
  readonly unsolicited: number
  /** Names of `Secure` cookies that came in the clear; absent where the plan has no flows. */
  readonly refusedCookies?: readonly string[]
}

/** What waiting for arrivals took during the measured segment, and how precise it was. */
export interface WaitingCost {
  /** How late precise sleeps ended. */
  readonly wakeError: LatencyCounts
  /** The part of the time in which the thread turned its event loop until an arrival was due. */
  readonly spinningShare: number
  /** The part of a core that its alarm clock used. */
  readonly alarmClockShare: number
}

export interface Failed extends Versioned {
  readonly type: 'failed'
  readonly reason: string
}

/** An answer said that what the setup captured is no longer accepted. Sent once for each generation of it. */
export interface SetupRefused extends Versioned {
  readonly type: 'setup-refused'
  readonly generation: number
}

export type FromGenerator = Ready | Timings | SetupRefused | SegmentDone | Done | Failed

/** @throws TypeError where the other side speaks another version */
export function assertVersion(message: { readonly version?: unknown }): void {
  if (message.version !== PROTOCOL_VERSION)
    throw new TypeError(`generator protocol: expected version ${PROTOCOL_VERSION}, got ${String(message.version)}`)
}
