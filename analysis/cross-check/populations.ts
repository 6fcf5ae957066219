// The requests that client and server both recorded: everything between the baseline scrape and the final scrape. Seconds.

import { type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import type { Populations } from '../../core/report/report.ts'
import { allObservations, type ExactRecord } from '../../core/run/exact-record.ts'
import { type Accounting, answeredLatencies, type LoadSlot, sumAccounting } from '../../core/run/load-result.ts'
import type { ScrapeRecord } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { warmUpPhaseCount } from '../../core/scenario/load-plan.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted } from '../../core/text/plural.ts'
import { describeMismatch, lostAnswers } from './describe-mismatch.ts'
import { type CountEvidence, populationMismatch } from './population-mismatch.ts'

export interface CrossCheckedPopulations {
  /** Every response read whole, expected or not, of all phases after the leading warm-up. */
  readonly responseTime: LatencyCounts
  readonly serviceTime: LatencyCounts
  /** Null where the service keeps no exact record. */
  readonly serverTime: LatencyCounts | null
  /** The outcomes of the same arrivals, those without a response included. */
  readonly accounting: Accounting
}

/** Those of single requests: a service keeps no exact record of them. @param names of the requests */
export function populationsOfRequests(
  { scenario, load }: RunRecord,
  names: readonly string[],
): CrossCheckedPopulations {
  const isOwn = isAfterWarmUp(scenario)
  const slots = load.slots.filter((slot) => isOwn(slot) && names.includes(scenario.requests[slot.request]?.name ?? ''))
  return { ...populationsOf(slots), serverTime: null }
}

export function crossCheckedPopulations({ scenario, load, prometheus, exact }: RunRecord): CrossCheckedPopulations {
  const slots = load.slots.filter(isCrossChecked(scenario))
  const baselineSeconds = prometheus?.snapshots[0]?.atSeconds ?? 0
  return { ...populationsOf(slots), serverTime: exact && allObservations(sinceBaseline(exact, baselineSeconds)) }
}

function populationsOf(slots: readonly LoadSlot[]): Omit<CrossCheckedPopulations, 'serverTime'> {
  return {
    responseTime: answeredLatencies(slots, 'responseTime'),
    serviceTime: answeredLatencies(slots, 'serviceTime'),
    accounting: sumAccounting(slots),
  }
}

/** Includes the second in which the baseline was scraped: the warm-up was drained before, so all of it came afterwards. */
export function sinceBaseline(exact: ExactRecord, baselineSeconds: number): ExactRecord {
  return { ...exact, seconds: exact.seconds.filter(({ second }) => second + 1 > baselineSeconds) }
}

/** Repeated runs follow one another on one axis, and each has its own warm-up. */
function isAfterWarmUp({ load }: Scenario): (slot: LoadSlot) => boolean {
  const warmUpPhases = warmUpPhaseCount(load.phases)
  return ({ phase }) => phase % load.phases.length >= warmUpPhases
}

function isCrossChecked(scenario: Scenario): (slot: LoadSlot) => boolean {
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
