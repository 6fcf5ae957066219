// What has been read of the record so far, and what several variants of the rules share when they are evaluated on it.

import type { NotFollowed, RecordGap } from '../../../core/backtest/backtest.ts'
import type { Dialect } from '../../promql/dialect.ts'
import { type Expression, type VectorSelector, withoutModifiers } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { acceptsLabels } from '../../series/label-matcher.ts'
import { labelValue } from '../../series/labels.ts'
import { METRIC_NAME } from '../../series/series.ts'
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

  /** The finite upper bounds of a metric's buckets, ascending. @param metric with `_bucket` */
  boundsOf(metric: string): readonly number[] {
    const bounds = new Set<number>()
    for (const { labels } of this.store.all) {
      const bound = labelValue(labels, METRIC_NAME) === metric ? parseGoFloat(labelValue(labels, 'le')) : undefined
      if (bound !== undefined && Number.isFinite(bound)) bounds.add(bound)
    }
    return [...bounds].sort((a, b) => a - b)
  }
}

/** What a selector reads, whenever it reads it: the text by which reads and gaps find one another. */
export function seriesText(selector: VectorSelector): string {
  return formatExpression(withoutOffset(selector))
}

export function withoutOffset(selector: VectorSelector): VectorSelector & Expression {
  return withoutModifiers(selector)
}
