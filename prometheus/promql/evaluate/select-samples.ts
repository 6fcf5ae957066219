// The samples that a selector returns at an instant. Source: prometheus/prometheus promql/engine.go, vectorSelectorSingle and
// matrixIterSlice. Before 3.0 both ends of a range and of the lookback belong to it; since, the lower end does not.

import { acceptsLabels } from '../../series/label-matcher.ts'
import type { Labels, Sample, Series, SeriesSource } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import type { MatrixSelector, TimeModifiers, VectorSelector } from '../expression/expression.ts'
import type { InstantSample } from './instant-sample.ts'
import type { StepBudget } from './subquery/step-budget.ts'

/** How old the last sample of a series may be for an instant selector. Prometheus' default. */
export const LOOKBACK_MS = 300_000

/** The series and the instant that an expression is evaluated on. */
export interface Instant {
  readonly source: SeriesSource
  readonly timestampMs: number
  readonly dialect: Dialect
  /** That of the query, which start() and end() stand for: inside of a subquery it is another than the timestamp. */
  readonly queriedAtMs: number
  /** The step of subqueries that name none: the global evaluation interval. */
  readonly subqueryStepMs: number
  /** Of the query. */
  readonly budget: StepBudget
}

/** The instant that a selector or a subquery reads at. */
export function readAtMs(
  { at, offsetMs }: TimeModifiers,
  { timestampMs, queriedAtMs }: Pick<Instant, 'timestampMs' | 'queriedAtMs'>,
): number {
  const fromMs = at === null ? timestampMs : typeof at === 'number' ? at : queriedAtMs
  return fromMs - offsetMs
}

/** The samples of one series within a range. */
export interface SampleRange {
  readonly labels: Labels
  /** At least one; ascending, staleness markers left out. */
  readonly samples: readonly Sample[]
  readonly startMs: number
  readonly endMs: number
}

export function selectInstant(selector: VectorSelector, instant: Instant): InstantSample[] {
  return selectLast(selector, instant, ({ value }) => value)
}

/** The instants of the samples, in seconds, in place of their values. */
export function selectTimestamps(selector: VectorSelector, instant: Instant): InstantSample[] {
  if (selector.at === null) return selectLast(selector, instant, secondsOf)
  // Here Prometheus looks back from what @ says, on the samples up to what is left of that by the offset.
  const fromMs = readAtMs({ ...selector, offsetMs: 0 }, instant)
  const lateMs = Math.max(0, selector.offsetMs)
  return lastSamples(selectSeries(selector, instant), { endMs: fromMs - lateMs, fromMs }, instant, secondsOf)
}

function secondsOf({ timestampMs }: Sample): number {
  return timestampMs / 1e3
}

function selectLast(selector: VectorSelector, instant: Instant, read: (sample: Sample) => number): InstantSample[] {
  const endMs = readAtMs(selector, instant)
  return lastSamples(selectSeries(selector, instant), { endMs, fromMs: endMs }, instant, read)
}

/** The last sample of each series up to `endMs`, not older than the lookback before `fromMs`. */
function lastSamples(
  series: readonly Series[],
  { endMs, fromMs }: { readonly endMs: number; readonly fromMs: number },
  { dialect: { leftOpen } }: Instant,
  read: (sample: Sample) => number,
): InstantSample[] {
  const afterMs = fromMs - LOOKBACK_MS - (leftOpen ? 0 : 1)
  const selected: InstantSample[] = []
  for (const { labels, samples } of series) {
    const last = samples[firstAfter(samples, endMs) - 1]
    if (last && !last.stale && last.timestampMs > afterMs) selected.push({ labels, value: read(last) })
  }
  return selected
}

export function selectRanges({ selector, rangeMs }: MatrixSelector, instant: Instant): SampleRange[] {
  const endMs = readAtMs(selector, instant)
  const startMs = endMs - rangeMs
  const afterMs = instant.dialect.leftOpen ? startMs : startMs - 1
  const selected: SampleRange[] = []
  for (const { labels, samples } of selectSeries(selector, instant)) {
    const inside = samplesBetween(samples, afterMs, endMs)
    if (inside.length > 0) selected.push({ labels, samples: inside, startMs, endMs })
  }
  return selected
}

/** Only equality matchers go to the source: patterns are RE2's, differ between dialects, and are matched here. */
export function selectSeries({ matchers }: VectorSelector, { source, dialect }: Instant): readonly Series[] {
  const [equalities, patterns] = [matchers.filter(({ pattern }) => !pattern), matchers.filter(({ pattern }) => pattern)]
  const series = source.select(equalities)
  if (patterns.length === 0) return series
  return series.filter(({ labels }) => acceptsLabels(patterns, labels, dialect.regexDotAll))
}

/** The samples after `afterMs`, up to and including `endMs`. Timestamps are whole milliseconds. */
function samplesBetween(samples: readonly Sample[], afterMs: number, endMs: number): readonly Sample[] {
  const to = firstAfter(samples, endMs)
  const inside = samples.slice(firstAfter(samples, afterMs, to), to)
  return inside.some(isStale) ? inside.filter((sample) => !isStale(sample)) : inside
}

function isStale({ stale }: Sample): boolean {
  return stale === true
}

/** The index of the first sample after this time, up to `end`. Written out: it runs twice for each series of a range. */
function firstAfter(samples: readonly Sample[], afterMs: number, end = samples.length): number {
  let low = 0
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((samples[middle] as Sample).timestampMs > afterMs) high = middle
    else low = middle + 1
  }
  return low
}
