// Each generator of several in a row of figures, and in one sentence how far their clocks were apart.

import type { RepeatedRun, Report, ReportedSingleGenerator } from '../../../core/report/report.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { formatCount, formatLatency, formatLatencyDifference, NO_FIGURE } from '../figures.ts'

export interface GeneratorRow {
  readonly finding: Verdict
  /** `load-3`, or `thread 3`. */
  readonly name: string
  /** Empty of a thread. */
  readonly host: string
  readonly state: string
  readonly rate: string
  readonly sendLag: string
  readonly cpu: string
  /** `+1.2ms ± 300µs` */
  readonly startSkew: string
  /** `+5s ± 200µs, drift 10 ppm`; empty of a thread. */
  readonly clock: string
}

export function generatorRow(generator: ReportedSingleGenerator): GeneratorRow {
  const { number, name, host, requestsPerSecond, sendLag, busiestCpuShare, fit } = generator
  return {
    finding: fit ? 'pass' : 'inconclusive',
    name: name ?? `thread ${number}`,
    host: host ?? '',
    state: stateOf(generator),
    rate: formatRate(requestsPerSecond),
    sendLag: formatLatency(sendLag.p99),
    cpu: formatShare(busiestCpuShare),
    startSkew: startSkew(generator),
    clock: clockOf(generator),
  }
}

function stateOf(generator: ReportedSingleGenerator): string {
  const { lost, overloaded, saturated } = generator
  const states = [
    ...(lost
      ? [`lost ${lost.run === undefined ? '' : `in run ${lost.run} `}after ${formatDuration(lost.atSeconds)}`]
      : []),
    ...(overloaded ? ['overloaded'] : []),
    ...(saturated ? ['saturated'] : []),
  ]
  return [...(states.length === 0 ? ['on schedule'] : states), ...(isUnread(generator) ? ['clock not read'] : [])].join(
    ', ',
  )
}

function startSkew({ startSkewSeconds, startUncertaintySeconds }: ReportedSingleGenerator): string {
  if (startSkewSeconds === null) return NO_FIGURE
  const skew = formatLatencyDifference(startSkewSeconds)
  return startUncertaintySeconds ? `${skew} ± ${formatLatency(startUncertaintySeconds)}` : skew
}

function clockOf(generator: ReportedSingleGenerator): string {
  const { clock } = generator
  if (clock === null) return isUnread(generator) ? 'never read' : ''
  const { offsetSeconds, uncertaintySeconds, driftPerSecond, driftUncertaintyPerSecond } = clock
  const offset = `${formatLatencyDifference(offsetSeconds)} ± ${formatLatency(uncertaintySeconds)}`
  if (driftPerSecond === null) return offset
  const ppm = (perSecond: number | null) => formatCount(Math.round((perSecond ?? 0) * 1e6))
  return `${offset}, drift ${ppm(driftPerSecond)} ± ${ppm(driftUncertaintyPerSecond)} ppm`
}

/** `4 generators: 3 on schedule, 1 overloaded or lost`; undefined where one thread was all there was. */
export function fitnessFigure({
  generator: { generators = [] },
  repeats,
}: Pick<Report, 'generator' | 'repeats'>): string | undefined {
  if (generators.length === 0) return undefined
  const isThreads = generators.every(({ name }) => name === null)
  const fit = generators.filter((generator) => generator.fit).length
  const all = counted(generators.length, isThreads ? 'generator thread' : 'generator')
  const throughout = repeats === undefined ? '' : ' in every run'
  if (fit === generators.length) return `${all}, ${fit === 1 ? '' : 'each of them '}on schedule${throughout}`
  return `${all}: ${formatCount(fit)} on schedule${throughout}, ${formatCount(generators.length - fit)} not`
}

/** How far generators and scrapes may have been apart in time; undefined where they share one clock. */
export function clocksFigure({
  generator: { generators = [], clocks },
}: Pick<Report, 'generator'>): string | undefined {
  if (clocks === undefined || generators.every(({ name }) => name === null)) return undefined
  const { apartAtMostSeconds, run } = clocks
  const name = generators.find(({ number }) => number === clocks.generator)?.name ?? `generator ${clocks.generator}`
  const furthest = run === undefined ? name : `${name} in run ${run}`
  if (apartAtMostSeconds === null)
    return `the clock of ${furthest} was never read: nothing it sent can be held against scrapes`
  return `what was sent and what was scraped lie ${formatLatency(apartAtMostSeconds)} apart in time at most (start, drift and uncertainty of ${furthest}); latencies need no other clock`
}

export interface RunColumn {
  readonly heading: string
  readonly cell: (run: RepeatedRun) => string
  /** Words, not figures. */
  readonly words: boolean
}

/** What a table of several runs has beside each; none where one thread was all there was. */
export function generatorColumns(runs: readonly RepeatedRun[]): readonly RunColumn[] {
  const hasGenerators = runs.some(({ generators }) => generators !== undefined)
  const hasClocks = runs.some(({ generators }) => generators?.apartAtMostSeconds !== undefined)
  return [
    ...(hasGenerators ? [{ heading: 'Generators', cell: fitnessOfRun, words: true }] : []),
    ...(hasClocks ? [{ heading: 'Clocks apart', cell: clocksOfRun, words: false }] : []),
  ]
}

/** Of one of several runs: `4 on schedule`, or `unfit: 2 and 3`; empty where one thread was all there was. */
export function fitnessOfRun({ generators }: RepeatedRun): string {
  if (generators === undefined) return ''
  const { count, unfit } = generators
  if (unfit.length === 0) return `${formatCount(count)} on schedule`
  return unfit.length > MOST_NUMBERS
    ? `${formatCount(unfit.length)} of ${formatCount(count)} unfit`
    : `unfit: ${listed(unfit.map(String))}`
}

/** More are counted. */
const MOST_NUMBERS = 3

/** Of one of several runs: `3`, or `3, 40 lost` where a generator was; nobody knows how those ended. */
export function failedOfRun({ failed, lost }: RepeatedRun): string {
  return `${formatCount(failed)}${lost === 0 ? '' : `, ${formatCount(lost)} lost`}`
}

/** Of one of several runs: how far they were apart at most. */
export function clocksOfRun({ generators }: RepeatedRun): string {
  const seconds = generators?.apartAtMostSeconds
  if (seconds === undefined) return ''
  return seconds === null ? 'not known' : formatLatency(seconds)
}

/**
 * Of many those of which there is something to say, the unfit before those whose clock was never read; of few all of them, in
 * that order.
 */
export function noteworthyFirst(
  generators: readonly ReportedSingleGenerator[],
  most: number,
): { readonly shown: readonly ReportedSingleGenerator[]; readonly others: readonly ReportedSingleGenerator[] } {
  const rank = (generator: ReportedSingleGenerator) => (!generator.fit ? 0 : isUnread(generator) ? 1 : 2)
  const sorted = [...generators].sort((a, b) => rank(a) - rank(b) || a.number - b.number)
  const shown = sorted.length <= most ? sorted : sorted.filter((each) => rank(each) < 2).slice(0, most)
  return { shown, others: sorted.slice(shown.length) }
}

/** What it sent can be held against nothing that was scraped. */
function isUnread({ place, clock, requests }: ReportedSingleGenerator): boolean {
  return place !== 'thread' && clock === null && requests > 0
}

/** Those that a short list shows of many: the unfit first, and none of them left out but counted. */
export function shownGenerators(
  generators: readonly ReportedSingleGenerator[],
  most: number,
): { readonly shown: readonly ReportedSingleGenerator[]; readonly rest: string | undefined } {
  if (generators.length <= most) return { shown: generators, rest: undefined }
  const first = noteworthyFirst(generators, most)
  const shown = [...first.shown, ...first.others].slice(0, most)
  const others = first.others.slice(shown.length - first.shown.length)
  const bad = others.filter(({ fit }) => !fit).length
  const latest = Math.max(...others.map(({ sendLag }) => sendLag.p99 ?? 0))
  const state = bad === 0 ? 'all on schedule' : `${formatCount(bad)} of them not on schedule`
  return {
    shown,
    rest: `and ${formatCount(others.length)} more, ${state}, P99 send lag at most ${formatLatency(latest)}`,
  }
}
