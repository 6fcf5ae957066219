// What has been read of the record so far, and what several variants of the rules share when they are evaluated on it.

import type { NotFollowed, RecordGap, TimeSpan } from '../../../core/backtest/backtest.ts'
import type { Dialect } from '../../promql/dialect.ts'
import { bucketLabels } from '../../promql/evaluate/classic-histograms.ts'
import { type Expression, type VectorSelector, withoutModifiers } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { acceptsLabels } from '../../series/label-matcher.ts'
import { labelValue } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { BoundedSample } from '../bounds/bounded-sample.ts'
import { ColumnParts } from './column-parts.ts'
import { SampleStore } from './sample-store.ts'

interface Result {
  readonly timestampMs: number
  readonly elements: readonly BoundedSample[]
}

export class RecordedData {
  readonly dialect: Dialect
  readonly store = new SampleStore()
  readonly parts: ColumnParts
  readonly gaps: RecordGap[] = []
  /** Where bounds are not followed, by expression and reason. */
  readonly notFollowed = new Map<string, NotFollowed>()
  readonly #results = new Map<string, Result>()

  constructor(dialect: Dialect) {
    this.dialect = dialect
    this.parts = new ColumnParts(this.store, dialect)
  }

  /**
   * What an expression that reads the record alone returns at an instant. Variants of a rule mostly ask for the same.
   * @param text the expression
   */
  resultAt(text: string, timestampMs: number, evaluate: () => readonly BoundedSample[]): readonly BoundedSample[] {
    const last = this.#results.get(text)
    if (last?.timestampMs === timestampMs) return last.elements
    const elements = evaluate()
    this.#results.set(text, { timestampMs, elements })
    return elements
  }

  /** Whether a selector matched a series at any time. */
  hasSeries({ matchers }: VectorSelector): boolean {
    for (const { labels } of this.store.all) if (acceptsLabels(matchers, labels, this.dialect.regexDotAll)) return true
    return false
  }

  /** Whether a part of what a selector reads was lost. */
  hasGap(selector: VectorSelector): boolean {
    const text = seriesText(selector)
    return this.gaps.some((gap) => gap.selector === text)
  }

  /** @param metric with `_bucket`. @param selectors those that read it; none for all its series */
  boundsOf(metric: string, selectors: readonly VectorSelector[], span: TimeSpan): HistogramBounds {
    const isRead = (labels: Labels) =>
      labelValue(labels, METRIC_NAME) === metric &&
      (selectors.length === 0 ||
        selectors.some(({ matchers }) => acceptsLabels(matchers, labels, this.dialect.regexDotAll)))
    const histograms = new Map<string, Map<number, TimeSpan>>()
    for (const { labels, firstTimeMs, lastTimeMs } of this.store.all) {
      const { upperBound, signature } = bucketLabels(labels)
      if (upperBound === undefined || firstTimeMs > lastTimeMs || !isRead(labels)) continue
      const histogram = histograms.get(signature) ?? new Map<number, TimeSpan>()
      histograms.set(signature, histogram)
      // One bound may be written in two ways. What is read beyond the span may differ from selector to selector.
      const known = histogram.get(upperBound)
      histogram.set(upperBound, {
        fromMs: Math.min(known?.fromMs ?? Number.POSITIVE_INFINITY, Math.max(firstTimeMs, span.fromMs)),
        toMs: Math.max(known?.toMs ?? Number.NEGATIVE_INFINITY, Math.min(lastTimeMs, span.toMs)),
      })
    }
    const all = [...new Set([...histograms.values()].flatMap((histogram) => [...histogram.keys()]))]
      .filter(Number.isFinite)
      .sort((a, b) => a - b)
    const shared = all.filter((bound) => [...histograms.values()].every((histogram) => hasAlways(histogram, bound)))
    return { all, shared }
  }
}

/** Finite upper bounds, ascending. */
export interface HistogramBounds {
  readonly all: readonly number[]
  /** Those that every histogram had, from its first sample to its last one. */
  readonly shared: readonly number[]
}

function hasAlways(histogram: ReadonlyMap<number, TimeSpan>, bound: number): boolean {
  const had = histogram.get(bound)
  if (!had) return false
  return [...histogram.values()].every(({ fromMs, toMs }) => had.fromMs <= fromMs && had.toMs >= toMs)
}

/** What a selector reads, whenever it reads it: the text by which reads and gaps find one another. */
export function seriesText(selector: VectorSelector): string {
  return formatExpression(withoutOffset(selector))
}

export function withoutOffset(selector: VectorSelector): VectorSelector & Expression {
  return withoutModifiers(selector)
}
