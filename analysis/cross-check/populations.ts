// The requests that client and server both recorded: everything between the baseline scrape and the final scrape. Seconds.

import { type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import type { Populations } from '../../core/report/report.ts'
import { allObservations, type ExactRecord } from '../../core/run/exact-record.ts'
import {
  type Accounting,
  answeredLatencies,
  type LoadResult,
  type LoadSlot,
  type OpeningCost,
  sumAccounting,
} from '../../core/run/load-result.ts'
import type { ScrapeRecord } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { warmUpPhaseCount } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import { describeMismatch, lostAnswers } from './describe-mismatch.ts'
import { type CountEvidence, populationMismatch } from './population-mismatch.ts'
import { type Stages, stagesOf } from './stages.ts'

export interface CrossCheckedPopulations {
  /** Every response read whole, expected or not, of all phases after the leading warm-up. */
  readonly responseTime: LatencyCounts
  readonly serviceTime: LatencyCounts
  /** Null where the service keeps no exact record. */
  readonly serverTime: LatencyCounts | null
  /** Absent where nobody divides the parts further. */
  readonly stages?: Stages
  /** The outcomes of the same arrivals, those without a response included. */
  readonly accounting: Accounting
}

/** Those of single requests: a service keeps no exact record of them. @param names of the requests */
export function populationsOfRequests(
  { scenario, load }: RunRecord,
  names: readonly string[],
): CrossCheckedPopulations {
  const isOfPhase = isAfterWarmUp(scenario)
  const isOwn = (place: Place) => isOfPhase(place) && names.includes(scenario.requests[place.request]?.name ?? '')
  const slots = load.slots.filter(isOwn)
  return { ...populationsOf(load, slots, load.openingCosts.filter(isOwn)), serverTime: null }
}

export function crossCheckedPopulations({ scenario, load, prometheus, exact }: RunRecord): CrossCheckedPopulations {
  const isOwn = isCrossChecked(scenario)
  const slots = load.slots.filter(isOwn)
  const baselineSeconds = prometheus?.snapshots[0]?.atSeconds ?? 0
  const costs = load.openingCosts.filter(isOwn)
  return {
    ...populationsOf(load, slots, costs),
    serverTime: exact && allObservations(sinceBaseline(exact, baselineSeconds)),
  }
}

function populationsOf(
  load: LoadResult,
  slots: readonly LoadSlot[],
  costs: readonly OpeningCost[],
): Omit<CrossCheckedPopulations, 'serverTime'> {
  const serviceTime = answeredLatencies(slots, 'serviceTime')
  return {
    responseTime: answeredLatencies(slots, 'responseTime'),
    serviceTime,
    stages: stagesOf(load, slots, serviceTime, costs),
    accounting: sumAccounting(slots),
  }
}

/** Includes the second in which the baseline was scraped: the warm-up was drained before, so all of it came afterwards. */
export function sinceBaseline(exact: ExactRecord, baselineSeconds: number): ExactRecord {
  return { ...exact, seconds: exact.seconds.filter(({ second }) => second + 1 > baselineSeconds) }
}

type Place = Pick<LoadSlot, 'phase' | 'request'>

/** Repeated runs follow one another on one axis, and each has its own warm-up. */
function isAfterWarmUp({ load }: Scenario): (slot: Place) => boolean {
  const warmUpPhases = warmUpPhaseCount(load.phases)
  return ({ phase }) => phase % load.phases.length >= warmUpPhases
}

function isCrossChecked(scenario: Scenario): (slot: Place) => boolean {
  const isOwn = isAfterWarmUp(scenario)
  const observed = scenario.service.kind === 'target' ? (scenario.service.target.metrics?.requests ?? []) : []
  const isObserved = (request: number) =>
    observed.length === 0 || observed.includes(scenario.requests[request]?.name ?? '')
  return (slot) => isOwn(slot) && isObserved(slot.request)
}

export function comparePopulations(
  { responseTime, serverTime, accounting }: CrossCheckedPopulations,
  serverObserved: number,
  known: KnownOfCounts,
): Populations {
  const clientAnswered = totalCount(responseTime)
  const serverExact = serverTime && totalCount(serverTime)
  const evidence = { clientAnswered, serverObserved, accounting, ...known }
  const mismatch = populationMismatch(evidence)
  const sentences = [
    ...(mismatch ? [describeMismatch(mismatch, evidence)] : smallDifference(evidence)),
    ...(serverExact === null || serverExact === serverObserved
      ? []
      : [
          `The server's exact record holds ${counted(serverExact, 'observation')}, its histogram ${formatCount(serverObserved)}.`,
        ]),
  ]
  return {
    clientAnswered,
    serverObserved,
    serverExact,
    note: sentences.length === 0 ? null : sentences.join(' '),
    ...(mismatch && { mismatch }),
  }
}

export type KnownOfCounts = Pick<CountEvidence, 'resets' | 'scrapes' | 'isNarrowed' | 'isBundled' | 'hops' | 'route'>

export function knownOfCounts({ scenario: { service }, prometheus, load }: RunRecord): KnownOfCounts {
  const baselineSeconds = prometheus?.snapshots[0]?.atSeconds ?? 0
  const isCounted = ({ error, atSeconds }: ScrapeRecord) => error === null && atSeconds > baselineSeconds
  return {
    resets: prometheus?.resets ?? 0,
    scrapes: prometheus?.scrapes.filter(isCounted).length ?? 0,
    isNarrowed: service.kind === 'target' && (service.target.metrics?.match ?? '') !== '',
    isBundled: service.kind === 'bundled',
    hops: (load.answers?.redirects ?? []).reduce((sum, { hops, requests }) => sum + hops * requests, 0),
  }
}

function smallDifference({ clientAnswered, serverObserved, accounting, resets }: CountEvidence): string[] {
  const surplus = serverObserved - clientAnswered
  if (surplus === 0) return []
  if (surplus < 0 && resets > 0)
    return [
      `The client received ${counted(-surplus, 'response')} that no scrape recorded: observations between the last scrape and a restart are lost.`,
    ]
  if (surplus < 0)
    return [
      `The client received ${counted(-surplus, 'response')} that the server's histogram did not observe. They were answered before its timer starts, by an instance that was not scraped, or counted by another series.`,
    ]
  const lost = lostAnswers(accounting)
  const known =
    lost === '' ? 'every request of the client got a response, so other clients called the service too' : lost
  return [`The server observed ${counted(surplus, 'request')} for which the client received no response (${known}).`]
}
