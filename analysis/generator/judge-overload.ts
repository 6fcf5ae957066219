// Whether the generator sent its requests on schedule. A run with an overloaded generator says nothing about the service.
//
// Waiting for a connection does not count as overload: the scenario limits the connections, the service keeps them busy,
// and the wait is part of the response time. A long wait is mentioned.

import { type LatencyCounts, latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedGenerator, ReportedSingleGenerator } from '../../core/report/report.ts'
import { describeLoadProblem, isGeneratorLost, type LoadProblem } from '../../core/run/load-problem.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { chooseEngine } from '../../core/scenario/choose-engine.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { allowedLagSeconds } from './allowed-lag.ts'
import { clocksApart } from './clocks-apart.ts'
import { generatorInWords, generatorsInWords } from './generator-words.ts'
import { judgeEach } from './judge-each.ts'
import { judgeSaturation } from './judge-saturation.ts'
import { lateFraction, lateReadsInWords, lateSendsInWords } from './late-fraction.ts'

/** @returns the generator's part of the report; `fit` is false where the generator was overloaded or lost. Saturation
 * makes it unfit only where a finding rests on it: judge-run.ts. */
export function judgeOverload(record: RunRecord): ReportedGenerator {
  const { generator } = record.load
  const allowed = allowedLagSeconds(record.scenario)
  const { reasons: saturation, ...load } = judgeSaturation(record)
  const lost = record.load.problems.filter(isGeneratorLost)
  const each = judgeEach(record)
  const scarce = scarceFiles(record.load)
  const together = [
    ...lateSends(generator.sendLag, allowed),
    ...lateReads(generator.eventLoopDelay, allowed),
    ...missingArrivals(record),
    ...scarce.map(scarceFilesInWords),
  ]
  const overloaded = [...together, ...overloadedByThemselves(each, together.length > 0)]
  const isConfirmed = overloaded.length === 0 && saturation.length === 0 && lost.length === 0
  const confirmation = isConfirmed ? [onSchedule(generator.sendLag, allowed, each)] : []
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
    ...(each.length > 0 && { generators: each, ...reportedClocks(record.load) }),
    ...reportedFiles(scarce[0]),
    overloaded: overloaded.length > 0,
    lost: lost.length,
    fit: overloaded.length === 0 && lost.length === 0,
    reasons: [
      ...lost.map((problem) => asSentence(describeLoadProblem(problem))),
      ...overloaded,
      ...saturation,
      ...saturatedByThemselves(each),
      ...confirmation,
      ...(saturation.length === 0 ? exhaustedConnections(record, allowed) : []),
    ],
  }
}

function asSentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}

function lateSends(sendLag: LatencyCounts, allowed: number): string[] {
  const fraction = lateFraction(sendLag, allowed)
  return fraction.isTooMuch ? [`Generator overloaded: ${lateSendsInWords(fraction, sendLag, allowed)}`] : []
}

function lateReads(eventLoopDelay: LatencyCounts, allowed: number): string[] {
  const fraction = lateFraction(eventLoopDelay, allowed)
  return fraction.isTooMuch ? [`Generator overloaded: ${lateReadsInWords(fraction, eventLoopDelay, allowed)}`] : []
}

/** How many are described; a table shows each. */
const MOST_DESCRIBED = 3

/** One that was overloaded makes the run worthless however many were not: its part of the load was not as scheduled. */
function overloadedByThemselves(each: readonly ReportedSingleGenerator[], isSaid: boolean): string[] {
  const overloaded = each.filter((generator) => generator.overloaded)
  if (overloaded.length === 0) return []
  if (isSaid)
    return overloaded.length === each.length
      ? []
      : [`Overloaded by themselves: ${generatorsInWords(overloaded, each.length)}.`]
  const described = overloaded.slice(0, MOST_DESCRIBED)
  const rest = overloaded.slice(MOST_DESCRIBED)
  return [
    ...described.map((generator) => {
      const reasons = generator.lost === null ? generator.reasons : generator.reasons.slice(1)
      return `Generator overloaded: ${generatorInWords(generator, each.length)}. ${reasons.join(' ')}`
    }),
    ...(rest.length === 0 ? [] : [`Overloaded too: ${generatorsInWords(rest, each.length)}.`]),
  ]
}

/** Which ones, where it was not all of them. */
function saturatedByThemselves(each: readonly ReportedSingleGenerator[]): string[] {
  const saturated = each.filter((generator) => generator.saturated)
  if (saturated.length === 0 || saturated.length === each.length) return []
  return [`Saturated: ${generatorsInWords(saturated, each.length)}.`]
}

/** How far the clocks may have been apart, of the generator that was furthest away. */
function reportedClocks(load: LoadResult): Pick<ReportedGenerator, 'clocks'> {
  const apart = clocksApart(load)
  if (apart === null) return {}
  const { seconds, number } = apart
  return { clocks: { apartAtMostSeconds: Number.isFinite(seconds) ? seconds : null, generator: number } }
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

type ScarceFiles = Extract<LoadProblem, { readonly kind: 'too-few-open-files' }>

/** Requests waited for connections that the scenario allows and a process of generators does not. */
function scarceFiles({ problems, generator }: LoadResult): ScarceFiles[] {
  if (generator.backlogMax === 0) return []
  return problems.filter((problem) => problem.kind === 'too-few-open-files')
}

function scarceFilesInWords(problem: ScarceFiles): string {
  return `Requests waited for a connection although the scenario has more: ${describeLoadProblem(problem)}. Raise it.`
}

function reportedFiles(problem: ScarceFiles | undefined): Pick<ReportedGenerator, 'openFiles'> {
  if (problem === undefined) return {}
  const { openFiles: limit, wanted, allowed, generator } = problem
  return { openFiles: { limit, wanted, allowed, ...(generator !== undefined && { generator }) } }
}

function onSchedule(sendLag: LatencyCounts, allowed: number, each: readonly ReportedSingleGenerator[]): string {
  if (totalCount(sendLag) === 0) return 'The generator sent no request, so its send lag is unknown.'
  const p99 = latencyQuantile(sendLag, 0.99)
  const { late, total } = lateFraction(sendLag, allowed)
  if (p99 > allowed)
    return `Generator on schedule: ${formatCount(late)} of ${counted(total, 'request')} ${late === 1 ? 'was' : 'were'} sent more than ${formatDuration(allowed)} late, too few to call it overloaded (P99 send lag ${formatDuration(p99)}).`
  const latest = Math.max(...each.map((generator) => generator.sendLag.p99 ?? 0))
  const ofEach = each.length < 2 ? '' : ` over all ${each.length}, ${formatDuration(latest)} of the latest`
  const tooFew = latest > allowed ? '; too few of its requests were later to call it overloaded' : ''
  return `${each.length < 2 ? 'Generator' : 'Generators'} on schedule: P99 send lag ${formatDuration(p99)}${ofEach} (limit ${formatDuration(allowed)})${tooFew}.`
}

function exhaustedConnections({ load, scenario }: RunRecord, allowed: number): string[] {
  const { backlogMax, inFlightMax, dispatchDelay } = load.generator
  const p99 = latencyQuantile(dispatchDelay, 0.99)
  if (backlogMax === 0 || !(p99 > allowed)) return []
  // Connections are opened as they are needed, and what is due meanwhile waits too.
  if (inFlightMax < scenario.load.connections)
    return [
      `Up to ${counted(backlogMax, 'request')} waited for a connection to open, of which at most ${formatCount(inFlightMax)} of ${formatCount(scenario.load.connections)} were in use, and the P99 from due to sent is ${formatDuration(p99)}. The wait is part of the response time.`,
    ]
  return [
    `The limit of ${counted(scenario.load.connections, 'connection')} was reached: up to ${counted(backlogMax, 'request')} waited for a connection, and the P99 of the wait is ${formatDuration(p99)}. The wait is part of the response time.`,
  ]
}
