// Whether the generator kept to its schedule. One that did not proves nothing about the service.
//
// Waiting for a connection is not held against it: connections are bounded as the scenario says, the service keeps
// them busy, and the wait counts in the response time. It is said where it was long.

import { countAtOrBelow, type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedGenerator } from '../../core/report/report.ts'
import { describeLoadProblem } from '../../core/run/load-problem.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'

// One send in a hundred may be late, and one answer in a hundred be read late: that moves a P95 by a fifth of what lies
// above it, at the very most. Whether more were is asked with 97.5% confidence, so that 3 late sends of 100 on a noisy
// machine do not condemn a run.
const LATE_SHARE_ALLOWED = 0.01

/** @returns the generator's part of the report; `fit` is false where a reason condemns the run */
export function judgeGenerator(record: RunRecord): ReportedGenerator {
  const { generator } = record.load
  const allowed = allowedLagSeconds(record.scenario)
  const unfit = [
    ...lateSends(generator.sendLag, allowed),
    ...lateReads(generator.eventLoopDelay, allowed),
    ...missingArrivals(record),
    ...lostGenerators(record.load),
  ]
  const praise = unfit.length === 0 ? [keptItsSchedule(generator.sendLag, allowed)] : []
  return {
    dispatchDelay: summarizeLatencies(generator.dispatchDelay),
    sendLag: summarizeLatencies(generator.sendLag),
    eventLoopDelay: summarizeLatencies(generator.eventLoopDelay),
    backlogMax: generator.backlogMax,
    inFlightMax: generator.inFlightMax,
    cpuShare: generator.cpuShare,
    workers: generator.workers,
    fit: unfit.length === 0,
    reasons: [...unfit, ...praise, ...exhaustedConnections(record, allowed)],
  }
}

/**
 * How late a send may be: 5% of the tightest latency that the SLA names, but 5 ms at least and 50 ms at most; 25 ms
 * where it names none.
 *
 * 5%: a response that is clearly within its limit does not come to lie beyond it by so little. 5 ms: two cores that a
 * service, a scraper and others share cannot promise less. 50 ms: more would bunch arrivals together, so that the
 * service sees bursts that no schedule asked for, however generous the limit.
 */
export function allowedLagSeconds(scenario: Scenario): number {
  const limits = scenario.sla.flatMap(({ objective }) => {
    if (objective.kind === 'quantile') return [objective.limitSeconds]
    return objective.kind === 'under' ? [objective.boundSeconds] : []
  })
  if (limits.length === 0) return 0.025
  return Math.min(0.05, Math.max(0.005, 0.05 * Math.min(...limits)))
}

function lateSends(sendLag: LatencyCounts, allowed: number): string[] {
  const { late, total, isTooMuch } = lateShare(sendLag, allowed)
  if (!isTooMuch) return []
  return [
    `The generator sent ${formatCount(late)} of ${counted(total, 'request')} (${formatShare(late / total)}) more than ${formatDuration(allowed)} late by its own doing; ${formatShare(LATE_SHARE_ALLOWED)} is allowed. The P99 of its lag is ${formatDuration(latencyQuantile(sendLag, 0.99))}.`,
  ]
}

/** An answer that arrives while the event loop is blocked is read late: which share of instants were such. */
function lateReads(eventLoopDelay: LatencyCounts, allowed: number): string[] {
  const { late, total, isTooMuch } = lateShare(eventLoopDelay, allowed)
  if (!isTooMuch) return []
  return [
    `The generator's event loop was blocked: during ${formatShare(late / total)} of the run an answer would have been read more than ${formatDuration(allowed)} late; ${formatShare(LATE_SHARE_ALLOWED)} is allowed. The longest block took ${formatDuration(eventLoopDelay.maxSeconds)}.`,
  ]
}

function lateShare(delays: LatencyCounts, allowed: number): { late: number; total: number; isTooMuch: boolean } {
  const total = totalCount(delays)
  const late = total - countAtOrBelow(delays, allowed)
  return { late, total, isTooMuch: total > 0 && clopperPearson(late, total).lower > LATE_SHARE_ALLOWED }
}

/** Arrivals by the schedule's area against arrivals that were accounted for; of an interrupted run nothing is asked. */
function missingArrivals({ load, scenario }: RunRecord): string[] {
  if (load.interrupted) return []
  return scenario.load.phases.flatMap(({ name, traffic, durationSeconds }, index) => {
    if (traffic.kind === 'closed') return []
    const asked = ((traffic.fromRatePerSecond + traffic.toRatePerSecond) / 2) * durationSeconds
    // Poisson arrivals vary by √n: five times that happens once in 3 million phases. Even ones end a request apart.
    const tolerance = scenario.load.arrivals === 'poisson' ? 5 * Math.sqrt(asked) + 1 : 2
    const slots = load.slots.filter((slot) => slot.phase === index)
    const offered = slots.reduce((sum, slot) => sum + slot.offered, 0)
    if (offered >= asked - tolerance) return []
    return [
      `The generator offered ${formatCount(offered)} of the ${counted(Math.round(asked), 'request')} that phase ${name} asks for.`,
    ]
  })
}

/** A part of the traffic was never sent. */
function lostGenerators({ problems }: LoadResult): string[] {
  return problems.filter(({ kind }) => kind === 'generator-lost').map(describeLoadProblem)
}

function keptItsSchedule(sendLag: LatencyCounts, allowed: number): string {
  if (totalCount(sendLag) === 0) return 'The generator sent no request, so nothing is known of its lag.'
  const p99 = formatDuration(latencyQuantile(sendLag, 0.99))
  return `The generator kept to its schedule: by its own doing 99% of requests were sent at most ${p99} late (${formatDuration(allowed)} allowed).`
}

function exhaustedConnections({ load, scenario }: RunRecord, allowed: number): string[] {
  const { backlogMax, dispatchDelay } = load.generator
  const p99 = latencyQuantile(dispatchDelay, 0.99)
  if (backlogMax === 0 || !(p99 > allowed)) return []
  return [
    `The ${counted(scenario.load.connections, 'connection')} ran out: up to ${counted(backlogMax, 'request')} waited for one, ${formatDuration(p99)} at the P99. Their wait counts in the response time.`,
  ]
}
