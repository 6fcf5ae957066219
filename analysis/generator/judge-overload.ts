// Whether the generator sent its requests on schedule. A run with an overloaded generator says nothing about the service.
//
// Waiting for a connection does not count as overload: the scenario limits the connections, the service keeps them busy,
// and the wait is part of the response time. A long wait is mentioned.

import { countAtOrBelow, type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedGenerator } from '../../core/report/report.ts'
import { describeLoadProblem, isGeneratorLost } from '../../core/run/load-problem.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { chooseEngine } from '../../core/scenario/choose-engine.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { allowedLagSeconds } from './allowed-lag.ts'
import { judgeSaturation } from './judge-saturation.ts'

// One request in a hundred may be sent late, and one response in a hundred may be read late: that moves a P95 by at most
// a fifth of the requests above it. More are only concluded with 97.5% confidence (the lower end of an interval), so that
// 3 late requests of 100 on a noisy machine do not invalidate a run.
const LATE_FRACTION_ALLOWED = 0.01

/** @returns the generator's part of the report; `fit` is false where the generator was overloaded or lost. Saturation
 * makes it unfit only where a finding rests on it: judge-run.ts. */
export function judgeOverload(record: RunRecord): ReportedGenerator {
  const { generator } = record.load
  const allowed = allowedLagSeconds(record.scenario)
  const { reasons: saturation, ...load } = judgeSaturation(record)
  const lost = record.load.problems.filter(isGeneratorLost)
  const overloaded = [
    ...lateSends(generator.sendLag, allowed),
    ...lateReads(generator.eventLoopDelay, allowed),
    ...missingArrivals(record),
    ...tooFewOpenFiles(record.load),
  ]
  const isConfirmed = overloaded.length === 0 && saturation.length === 0 && lost.length === 0
  const confirmation = isConfirmed ? [onSchedule(generator.sendLag, allowed)] : []
  return {
    dispatchDelay: summarizeLatencies(generator.dispatchDelay),
    sendLag: summarizeLatencies(generator.sendLag),
    eventLoopDelay: summarizeLatencies(generator.eventLoopDelay),
    backlogMax: generator.backlogMax,
    inFlightMax: generator.inFlightMax,
    cpuShare: generator.cpuShare,
    workers: generator.workers,
    engine: chooseEngine(
      record.scenario.load.engine,
      trafficInRequests(record.scenario.load.phases, record.scenario.flows),
    ),
    timers: { ...generator.timers, wakeError: summarizeLatencies(generator.timers.wakeError) },
    ...load,
    overloaded: overloaded.length > 0,
    lost: lost.length,
    fit: overloaded.length === 0 && lost.length === 0,
    reasons: [
      ...lost.map((problem) => asSentence(describeLoadProblem(problem))),
      ...overloaded,
      ...saturation,
      ...confirmation,
      ...(saturation.length === 0 ? exhaustedConnections(record, allowed) : []),
    ],
  }
}

function asSentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}

function lateSends(sendLag: LatencyCounts, allowed: number): string[] {
  const { late, total, isTooMuch } = lateOnes(sendLag, allowed)
  if (!isTooMuch) return []
  return [
    `Generator overloaded: ${formatCount(late)} of ${counted(total, 'request')} (${formatShare(late / total)}) were sent more than ${formatDuration(allowed)} late; the limit is ${formatShare(LATE_FRACTION_ALLOWED)}. P99 send lag ${formatDuration(latencyQuantile(sendLag, 0.99))}.`,
  ]
}

/** A response that arrives while the event loop is blocked is read late. */
function lateReads(eventLoopDelay: LatencyCounts, allowed: number): string[] {
  const { late, total, isTooMuch } = lateOnes(eventLoopDelay, allowed)
  if (!isTooMuch) return []
  return [
    `Generator overloaded: during ${formatShare(late / total)} of the run its event loop was blocked, so that a response would have been read more than ${formatDuration(allowed)} late; the limit is ${formatShare(LATE_FRACTION_ALLOWED)}. The longest block took ${formatDuration(eventLoopDelay.maxSeconds)}.`,
  ]
}

function lateOnes(delays: LatencyCounts, allowed: number): { late: number; total: number; isTooMuch: boolean } {
  const total = totalCount(delays)
  const late = total - countAtOrBelow(delays, allowed)
  return { late, total, isTooMuch: total > 0 && clopperPearson(late, total).lower > LATE_FRACTION_ALLOWED }
}

/** Compares the scheduled arrivals (the area under the rate) with the offered ones. An interrupted run is not checked. */
function missingArrivals({ load, scenario }: RunRecord): string[] {
  if (load.interrupted) return []
  return scenario.load.phases.flatMap(({ name, traffic, durationSeconds }, index) => {
    if (traffic.kind === 'closed') return []
    const scheduled = ((traffic.fromRatePerSecond + traffic.toRatePerSecond) / 2) * durationSeconds
    // Poisson arrivals vary by √n; five times that happens once in 3 million phases. Even arrivals differ by one request.
    const tolerance = scenario.load.arrivals === 'poisson' ? 5 * Math.sqrt(scheduled) + 1 : 2
    // Where flows arrive, an iteration is what is scheduled.
    const arrivals = load.flows ?? load.slots
    const offered = arrivals.reduce((sum, each) => sum + (each.phase === index ? each.offered : 0), 0)
    if (offered >= scheduled - tolerance) return []
    return [
      `Generator overloaded: it offered ${formatCount(offered)} of the ${counted(Math.round(scheduled), load.flows ? 'flow' : 'request')} that phase ${name} schedules.`,
    ]
  })
}

/** Requests waited for connections that the scenario allows and this process does not. */
function tooFewOpenFiles({ problems, generator }: LoadResult): string[] {
  if (generator.backlogMax === 0) return []
  const limits = problems.filter(({ kind }) => kind === 'too-few-open-files').map(describeLoadProblem)
  return limits.map((limit) => `Requests waited for a connection although the scenario has more: ${limit}. Raise it.`)
}

function onSchedule(sendLag: LatencyCounts, allowed: number): string {
  if (totalCount(sendLag) === 0) return 'The generator sent no request, so its send lag is unknown.'
  const p99 = latencyQuantile(sendLag, 0.99)
  const { late, total } = lateOnes(sendLag, allowed)
  if (p99 > allowed)
    return `Generator on schedule: ${formatCount(late)} of ${counted(total, 'request')} ${late === 1 ? 'was' : 'were'} sent more than ${formatDuration(allowed)} late, too few to call it overloaded (P99 send lag ${formatDuration(p99)}).`
  return `Generator on schedule: P99 send lag ${formatDuration(p99)} (limit ${formatDuration(allowed)}).`
}

function exhaustedConnections({ load, scenario }: RunRecord, allowed: number): string[] {
  const { backlogMax, dispatchDelay } = load.generator
  const p99 = latencyQuantile(dispatchDelay, 0.99)
  if (backlogMax === 0 || !(p99 > allowed)) return []
  return [
    `The limit of ${counted(scenario.load.connections, 'connection')} was reached: up to ${counted(backlogMax, 'request')} waited for a connection, and the P99 of the wait is ${formatDuration(p99)}. The wait is part of the response time.`,
  ]
}
