// The requests of an objective's phases, second by second.

import { type LatencyCounts, mergeLatencies, totalCount } from '../../core/latency/latency-counts.ts'
import {
  type Accounting,
  knownArrivals,
  type ResponseTimeName,
  slaLatencies,
  sumAccounting,
} from '../../core/run/load-result.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import type { SlotTally } from '../statistics/fraction-interval.ts'
import type { SlotLatencies } from '../statistics/quantile-interval.ts'
import type { StratifiedSecond } from '../statistics/stratified-seconds.ts'

export interface ObjectiveEvidence {
  readonly accounting: Accounting
  /** Ascending in time. */
  readonly seconds: readonly StratifiedSecond[]
  /** Which time is judged. */
  readonly time: ResponseTimeName
  /** Of the SLA's population: completed requests and those that never ended, at +∞ where they have no such time. */
  readonly latencies: readonly SlotLatencies[]
  /** All latencies merged. */
  readonly allLatencies: LatencyCounts
  readonly seed: number
  /** The lag that the generator itself may have added to a response time. It may not fail the service. */
  readonly ownLagSeconds: number
  /** Null where the run ended before its schedule was exhausted: what the rest would have shown is unknown. */
  readonly census: Census | null
}

/** What the generator itself can have done to a whole record: up to `lagSeconds` to each request, more to `lateShare`. */
export interface Census {
  readonly lagSeconds: number
  readonly lateShare: number
}

export function objectiveEvidence(
  seconds: readonly StratifiedSecond[],
  seed: number,
  ownLagSeconds: number,
  { census = null, time = 'responseTime' }: Partial<Pick<ObjectiveEvidence, 'census' | 'time'>> = {},
): ObjectiveEvidence {
  const latencies = seconds.map(({ stratum, slots }) => ({ stratum, latencies: slaLatencies(slots, time) }))
  return {
    time,
    accounting: sumAccounting(seconds.flatMap(({ slots }) => slots)),
    seconds,
    latencies,
    allLatencies: mergeLatencies(latencies.map((slot) => slot.latencies)),
    seed,
    ownLagSeconds,
    census,
  }
}

// Fewer errors say nothing about the population that is left.
const MANY_ERRORS = 0.01

/** How many requests a latency objective is judged over, and of how many where errors took many of them away. */
export function judgedRequests({ accounting, allLatencies }: ObjectiveEvidence): string {
  const judged = totalCount(allLatencies)
  const { errors } = accounting
  const offered = accounting.offered - accounting.lost
  if (!(errors > MANY_ERRORS * offered)) return counted(judged, 'request')
  return `the ${formatCount(judged)} of ${counted(offered, 'request')} that did not end as errors`
}

/** For each second, the arrivals of which it is known how they ended, and how many of them `events` counts. */
export function tallyArrivals({ seconds }: ObjectiveEvidence, events: (accounting: Accounting) => number): SlotTally[] {
  return seconds.map(({ stratum, slots }) => {
    const accounting = sumAccounting(slots)
    return { stratum, trials: knownArrivals(accounting), events: events(accounting) }
  })
}
