// Judges each generator of several by itself: one that was late among many that were not hides in what they did together.

import { totalCount } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedSingleGenerator } from '../../core/report/report.ts'
import type { GeneratorFacts } from '../../core/run/generators/generator-facts.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { measuredSpan } from '../attribution/attribution.ts'
import { allowedLagSeconds } from './allowed-lag.ts'
import { saturationOf } from './judge-saturation.ts'
import { lateFraction, lateReadsInWords, lateSendsInWords } from './late-fraction.ts'

/** In their order; none where one thread of this process is all there is. */
export function judgeEach(record: RunRecord): ReportedSingleGenerator[] {
  const { generators = [] } = record.load
  const span = measuredSpan(record.load)
  const seconds = record.load.phases.reduce(
    (sum, { measured, startSeconds, endSeconds }) => sum + (measured ? endSeconds - startSeconds : 0),
    0,
  )
  return generators.map((facts) => {
    const { number, machine, sendLag, eventLoopDelay, cpuShare, requests, lost } = facts
    const saturation = saturationOf(facts.intervals, span)
    const overloaded = [...lateSends(facts, record), ...lateReads(facts, record), ...missingArrivals(facts, record)]
    const reasons = [
      ...(lost ? [`Lost after ${formatDuration(lost.atSeconds)} of the run: ${lost.reason}.`] : []),
      ...overloaded.map(asSentence),
      ...(saturation.saturated
        ? [`For ${formatDuration(saturation.saturatedSeconds)} of the measured time it had no time to spare.`]
        : []),
    ]
    return {
      number,
      name: machine?.name ?? null,
      host: machine?.host ?? null,
      place: machine?.place ?? 'thread',
      cores: machine?.cores ?? null,
      programVersion: machine?.programVersion ?? null,
      ...startOf(facts),
      clock: clockOf(facts),
      requests,
      requestsPerSecond: seconds > 0 ? requests / seconds : 0,
      sendLag: summarizeLatencies(sendLag),
      eventLoopDelay: eventLoopDelay && summarizeLatencies(eventLoopDelay),
      cpuShare,
      ...saturation,
      overloaded: overloaded.length > 0,
      lost: lost && { ...lost, ...logOf(facts) },
      fit: reasons.length === 0,
      reasons,
    }
  })
}

function logOf({ machine }: GeneratorFacts): { readonly lastLines?: readonly string[] } {
  const { lastLines = [] } = machine ?? {}
  return lastLines.length === 0 ? {} : { lastLines }
}

/** Where the start was translated from one clock to another, what the translation erred by is a part of how late it was. */
function startOf({
  startLateSeconds,
  machine,
}: GeneratorFacts): Pick<ReportedSingleGenerator, 'startSkewSeconds' | 'startUncertaintySeconds'> {
  if (startLateSeconds === null) return { startSkewSeconds: null, startUncertaintySeconds: null }
  if (machine === null) return { startSkewSeconds: startLateSeconds, startUncertaintySeconds: 0 }
  const { clock } = machine
  if (clock === null) return { startSkewSeconds: null, startUncertaintySeconds: null }
  return {
    startSkewSeconds: startLateSeconds + clock.startErrorSeconds,
    startUncertaintySeconds: clock.startUncertaintySeconds,
  }
}

function clockOf({ machine }: GeneratorFacts): ReportedSingleGenerator['clock'] {
  if (!machine?.clock) return null
  const { startErrorSeconds: _, startUncertaintySeconds: __, ...clock } = machine.clock
  return clock
}

function lateSends({ sendLag }: GeneratorFacts, record: RunRecord): string[] {
  const allowed = allowedLagSeconds(record.scenario)
  const fraction = lateFraction(sendLag, allowed, record.load.generators?.length)
  return fraction.isTooMuch ? [lateSendsInWords(fraction, sendLag, allowed)] : []
}

function lateReads({ eventLoopDelay }: GeneratorFacts, record: RunRecord): string[] {
  if (eventLoopDelay === null || totalCount(eventLoopDelay) === 0) return []
  const allowed = allowedLagSeconds(record.scenario)
  const fraction = lateFraction(eventLoopDelay, allowed, record.load.generators?.length)
  return fraction.isTooMuch ? [lateReadsInWords(fraction, eventLoopDelay, allowed)] : []
}

/** Of arrivals by schedule each generator has as many as any other, but for one. What a lost one lacks is lost, and said. */
function missingArrivals({ arrivals, lost }: GeneratorFacts, { load, scenario }: RunRecord): string[] {
  if (load.interrupted || lost !== null) return []
  const planned = scenario.load.phases
  return load.phases.flatMap(({ name }, phase) => {
    if (planned[phase % planned.length]?.traffic.kind !== 'open') return []
    const most = Math.max(...(load.generators ?? []).map((each) => each.arrivals[phase] ?? 0))
    const own = arrivals[phase] ?? 0
    if (own >= most - 1) return []
    return [
      `it offered ${formatCount(own)} of the ${counted(most, load.flows ? 'flow' : 'request')} that others offered in phase ${name}.`,
    ]
  })
}

function asSentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`
}
