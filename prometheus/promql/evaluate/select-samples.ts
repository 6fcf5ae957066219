// The samples that a selector returns at an instant. Source: prometheus/prometheus promql/engine.go, vectorSelectorSingle and
// matrixIterSlice. Before 3.0 both ends of a range and of the lookback belong to it; since, the lower end does not.

import { firstWhere } from '../../../core/search.ts'
import { acceptsLabels } from '../../series/label-matcher.ts'
import type { Labels, Sample, Series, SeriesSource } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import type { MatrixSelector, VectorSelector } from '../expression/expression.ts'
import type { InstantSample } from './instant-sample.ts'

/** How old the last sample of a series may be for an instant selector. Prometheus' default. */
export const LOOKBACK_MS = 300_000

/** The series and the instant that an expression is evaluated on. */
export interface Instant {
  readonly source: SeriesSource
  readonly timestampMs: number
  readonly dialect: Dialect
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
  const endMs = instant.timestampMs - selector.offsetMs
  const startMs = endMs - LOOKBACK_MS
  return selectSeries(selector, instant).flatMap(({ labels, samples }) => {
    const last = samples[firstAfter(samples, endMs) - 1]
    if (!last || last.stale || last.timestampMs < startMs) return []
    if (instant.dialect.leftOpen && last.timestampMs === startMs) return []
    return [{ labels, value: last.value }]
  })
}

export function selectRanges({ selector, rangeMs }: MatrixSelector, instant: Instant): SampleRange[] {
  const endMs = instant.timestampMs - selector.offsetMs
  const startMs = endMs - rangeMs
  const { leftOpen } = instant.dialect
  return selectSeries(selector, instant).flatMap(({ labels, samples }) => {
    const inside = samplesBetween(samples, leftOpen ? startMs : startMs - 1, endMs)
    return inside.length === 0 ? [] : [{ labels, samples: inside, startMs, endMs }]
  })
}

/** Only equality matchers go to the source: patterns are RE2's, differ between dialects, and are matched here. */
function selectSeries({ matchers }: VectorSelector, { source, dialect }: Instant): readonly Series[] {
  const [equalities, patterns] = [matchers.filter(({ pattern }) => !pattern), matchers.filter(({ pattern }) => pattern)]
  const series = source.select(equalities)
  if (patterns.length === 0) return series
  return series.filter(({ labels }) => acceptsLabels(patterns, labels, dialect.regexDotAll))
}

/** The samples after `afterMs`, up to and including `endMs`. Timestamps are whole milliseconds. */
function samplesBetween(samples: readonly Sample[], afterMs: number, endMs: number): readonly Sample[] {
  const inside = samples.slice(firstAfter(samples, afterMs), firstAfter(samples, endMs))
  return inside.some(({ stale }) => stale) ? inside.filter(({ stale }) => !stale) : inside
}

/** The index of the first sample after this time. */
function firstAfter(samples: readonly Sample[], afterMs: number): number {
  return firstWhere(0, samples.length, (i) => (samples[i] as Sample).timestampMs > afterMs)
}
