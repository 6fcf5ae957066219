// What each generator of a run did by itself, so that one that was unfit cannot hide among those that were not.

import type { LatencyCounts } from '../../latency/latency-counts.ts'
import type { GeneratorInterval } from './generator-interval.ts'

/** How the clock of a generator on another machine stands to the coordinator's. Seconds. */
export interface GeneratorClock {
  /** Theirs − ours, by which the start was translated. */
  readonly offsetSeconds: number
  /** The true offset was no further away than this then: half the least round trip. */
  readonly uncertaintySeconds: number
  /** How many times it was measured, before the start and during the run. */
  readonly readings: number
  /** What it gains on the coordinator's in a second; null where it was measured once. */
  readonly driftPerSecond: number | null
  /** The true drift is no further away than this. */
  readonly driftUncertaintyPerSecond: number | null
  /** Between what it did and when that was meant for, on the coordinator's clock, at no instant of the run more than this. */
  readonly apartAtMostSeconds: number
  /** Of that, what is known of the start: how late it was translated, negative where it was early. */
  readonly startErrorSeconds: number
  /** How far the truth may lie from that. */
  readonly startUncertaintySeconds: number
}

/**
 * Where a generator is that is no thread of the process that leads the run: `process`, one that the run started beside it;
 * `here`, one that joined from the same host; `elsewhere`, one that joined from another.
 */
export const GENERATOR_PLACES = ['process', 'here', 'elsewhere'] as const
export type GeneratorPlace = (typeof GENERATOR_PLACES)[number]

/** Where a generator runs, if that is not a thread of this process. */
export interface GeneratorMachine {
  readonly place: GeneratorPlace
  readonly name: string
  readonly host: string
  /** How many of its machine's cores it may use. */
  readonly cores: number
  readonly programVersion: string
  /** Null where nothing was started. */
  readonly clock: GeneratorClock | null
  /** What its process wrote last, where the run had started it and saw it end; else empty. */
  readonly lastLines: readonly string[]
}

export interface GeneratorFacts {
  /** Counted from 1. */
  readonly number: number
  /** Null of a thread of this process, whose clock is the coordinator's. */
  readonly machine: GeneratorMachine | null
  /** How long after the planned start of the measured phases it could send; null where it never did. */
  readonly startLateSeconds: number | null
  /** By phase: what it offered, in iterations where the plan has flows. */
  readonly arrivals: readonly number[]
  /** The arrivals of measured phases whose end it reported. */
  readonly requests: number
  /** Sent − (intended start, or when a connection became free if later), over the measured phases. */
  readonly sendLag: LatencyCounts
  /** How late its event loop was; null where it was lost before it said so. */
  readonly eventLoopDelay: LatencyCounts | null
  /** CPU time over wall time of the measured segment; null where it was lost before it said so. */
  readonly cpuShare: number | null
  /** Over the whole run, ascending by their start. */
  readonly intervals: readonly GeneratorInterval[]
  /** Null where it ended in order. */
  readonly lost: {
    /** Seconds of the run up to which it had reported. */
    readonly atSeconds: number
    readonly reason: string
    /** Of its requests in measured phases: of how many nothing came. */
    readonly requests: number
  } | null
}
