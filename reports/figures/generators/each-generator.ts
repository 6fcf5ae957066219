// Each generator of several in a row of figures, and in one sentence how far their clocks were apart.

import type { Report, ReportedGenerator, ReportedSingleGenerator } from '../../../core/report/report.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted } from '../../../core/text/plural.ts'
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

function stateOf({ lost, overloaded, saturated }: ReportedSingleGenerator): string {
  const states = [
    ...(lost ? [`lost after ${formatDuration(lost.atSeconds)}`] : []),
    ...(overloaded ? ['overloaded'] : []),
    ...(saturated ? ['saturated'] : []),
  ]
  return states.length === 0 ? 'on schedule' : states.join(', ')
}

function startSkew({ startSkewSeconds, startUncertaintySeconds }: ReportedSingleGenerator): string {
  if (startSkewSeconds === null) return NO_FIGURE
  const skew = formatLatencyDifference(startSkewSeconds)
  return startUncertaintySeconds ? `${skew} ± ${formatLatency(startUncertaintySeconds)}` : skew
}

function clockOf({ clock }: ReportedSingleGenerator): string {
  if (clock === null) return ''
  const { offsetSeconds, uncertaintySeconds, driftPerSecond, driftUncertaintyPerSecond } = clock
  const offset = `${formatLatencyDifference(offsetSeconds)} ± ${formatLatency(uncertaintySeconds)}`
  if (driftPerSecond === null) return offset
  const ppm = (perSecond: number | null) => formatCount(Math.round((perSecond ?? 0) * 1e6))
  return `${offset}, drift ${ppm(driftPerSecond)} ± ${ppm(driftUncertaintyPerSecond)} ppm`
}

/** `4 generators: 3 on schedule, 1 overloaded or lost`; undefined where one thread was all there was. */
export function fitnessFigure({ generators = [] }: ReportedGenerator): string | undefined {
  if (generators.length === 0) return undefined
  const isThreads = generators.every(({ name }) => name === null)
  const fit = generators.filter((generator) => generator.fit).length
  const all = counted(generators.length, isThreads ? 'generator thread' : 'generator')
  if (fit === generators.length) return `${all}, ${fit === 1 ? 'on schedule' : 'each of them on schedule'}`
  return `${all}: ${formatCount(fit)} on schedule, ${formatCount(generators.length - fit)} not`
}

/** How far generators and scrapes may have been apart in time; undefined where they share one clock. */
export function clocksFigure({
  generator: { generators = [], clocks },
}: Pick<Report, 'generator'>): string | undefined {
  if (clocks === undefined || generators.every(({ name }) => name === null)) return undefined
  const { apartAtMostSeconds } = clocks
  const furthest = generators.find(({ number }) => number === clocks.generator)?.name ?? `generator ${clocks.generator}`
  if (apartAtMostSeconds === null)
    return `the clock of ${furthest} was never read: nothing it sent can be held against scrapes`
  return `what was sent and what was scraped lie ${formatLatency(apartAtMostSeconds)} apart in time at most (start, drift and uncertainty of ${furthest}); latencies need no other clock`
}

/** Those that a short list shows of many: the unfit first, and none of them left out but counted. */
export function shownGenerators(
  generators: readonly ReportedSingleGenerator[],
  most: number,
): { readonly shown: readonly ReportedSingleGenerator[]; readonly rest: string | undefined } {
  if (generators.length <= most) return { shown: generators, rest: undefined }
  const unfit = generators.filter(({ fit }) => !fit)
  const shown = [...unfit, ...generators.filter(({ fit }) => fit)].slice(0, most)
  const others = generators.filter((generator) => !shown.includes(generator))
  const bad = others.filter(({ fit }) => !fit).length
  const latest = Math.max(...others.map(({ sendLag }) => sendLag.p99 ?? 0))
  const state = bad === 0 ? 'all on schedule' : `${formatCount(bad)} of them not on schedule`
  return {
    shown,
    rest: `and ${formatCount(others.length)} more, ${state}, P99 send lag at most ${formatLatency(latest)}`,
  }
}
