// Whether the histograms that an expression reads have the same bounds, and which of their buckets do not cover the time
// that it reads: those that a release adds to a running service begin later than the others, those that it drops end earlier.

import type { Rule } from '../../alerting/rule-file.ts'
import { bucketLabels } from '../../promql/evaluate/classic-histograms.ts'
import { withoutName } from '../../promql/evaluate/instant-sample.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { NO_PARTIAL_BOUNDS, type PartialBounds, type PartialHistogram } from '../bounds/partial-histogram.ts'
import type { RecordedData } from '../record/recorded-data.ts'
import type { SampleColumn } from '../record/sample-column.ts'
import type { RuleSet } from './rule-set.ts'

interface Looked {
  readonly selector: VectorSelector
  readonly startMs: number
  readonly endMs: number
  readonly isInstant: boolean
}

/** The samples of one bucket in a stretch of time. */
interface Covered {
  readonly firstMs: number
  readonly lastMs: number
  readonly count: number
}

interface Histogram {
  /** Without `le` and the name. */
  readonly labels: Labels
  readonly columns: Map<number, SampleColumn[]>
}

interface Known {
  readonly generation: number
  readonly sampleCount: number
  readonly histograms: readonly Histogram[]
  readonly isEven: boolean
}

/** A histogram that a rule recorded: when each bound was last recorded without covering all. */
interface Marked {
  readonly labels: Labels
  readonly lastMs: Map<number, number>
}

export class BucketLayouts {
  readonly #data: RecordedData
  readonly #rules: RuleSet
  readonly #known = new Map<VectorSelector, Known>()
  readonly #marks = new Map<Rule, Map<string, Marked>>()
  /** When it last was not known of a rule which bounds cover all. */
  readonly #lastAnyMs = new Map<Rule, number>()

  constructor(data: RecordedData, rules: RuleSet) {
    this.#data = data
    this.#rules = rules
  }

  hasOneLayout(expression: Expression): boolean {
    return selectionsOf(expression).every(
      ({ selector }) => this.#markedFor(selector).length === 0 && this.#of(selector).isEven,
    )
  }

  partialIn(expression: Expression, timestampMs: number): PartialBounds {
    const found = new Map<string, { readonly labels: Labels; readonly bounds: Set<number> }>()
    const add = (labels: Labels, bounds: readonly number[]) => {
      const key = labelSignature(labels)
      const histogram = found.get(key) ?? { labels, bounds: new Set<number>() }
      found.set(key, histogram)
      for (const bound of bounds) histogram.bounds.add(bound)
    }
    for (const looked of looksOf(expression, timestampMs, timestampMs)) {
      const { histograms, isEven } = this.#of(looked.selector)
      if (!isEven) for (const histogram of histograms) add(histogram.labels, this.#unevenIn(histogram, looked))
      for (const rule of this.#markedFor(looked.selector)) {
        if ((this.#lastAnyMs.get(rule) ?? Number.NEGATIVE_INFINITY) >= looked.startMs) return 'any'
        for (const { labels, lastMs } of this.#marks.get(rule)?.values() ?? [])
          add(
            labels,
            [...lastMs].flatMap(([bound, atMs]) => (atMs >= looked.startMs ? bound : [])),
          )
      }
    }
    const partial = [...found].filter(([, { bounds }]) => bounds.size > 0)
    return partial.length === 0 ? NO_PARTIAL_BOUNDS : new Map<string, PartialHistogram>(partial)
  }

  /** Of what a rule recorded at an instant. @param recordedLabels those that its series have */
  note(rule: Rule, partial: PartialBounds, recordedLabels: (labels: Labels) => Labels, atMs: number): void {
    if (partial === 'any') {
      this.#lastAnyMs.set(rule, atMs)
      return
    }
    for (const { labels, bounds } of partial.values()) {
      const recorded = withoutName(recordedLabels(labels))
      const marks = this.#marks.get(rule) ?? new Map<string, Marked>()
      this.#marks.set(rule, marks)
      const key = labelSignature(recorded)
      const mark = marks.get(key) ?? { labels: recorded, lastMs: new Map<number, number>() }
      marks.set(key, mark)
      for (const bound of bounds) mark.lastMs.set(bound, atMs)
    }
  }

  #markedFor(selector: VectorSelector): readonly Rule[] {
    if (this.#marks.size === 0 && this.#lastAnyMs.size === 0) return []
    return this.#rules.writersOf(selector).filter((rule) => this.#marks.has(rule) || this.#lastAnyMs.has(rule))
  }

  /** What is held of a selector, until other samples are. */
  #of(selector: VectorSelector): Known {
    const { store, dialect } = this.#data
    const { generation, sampleCount } = store
    const known = this.#known.get(selector)
    if (known?.generation === generation && known.sampleCount === sampleCount) return known
    const histograms = new Map<string, Histogram>()
    for (const column of store.select(selector.matchers, dialect.regexDotAll)) {
      const { upperBound, labels, signature } = bucketLabels(column.labels)
      if (upperBound === undefined) continue
      const histogram = histograms.get(signature) ?? {
        labels: withoutName(labels),
        columns: new Map<number, SampleColumn[]>(),
      }
      histograms.set(signature, histogram)
      histogram.columns.set(upperBound, [...(histogram.columns.get(upperBound) ?? []), column])
    }
    const all = [...histograms.values()]
    const found = { generation, sampleCount, histograms: all, isEven: areAlike(all) }
    this.#known.set(selector, found)
    return found
  }

  #unevenIn({ columns }: Histogram, looked: Looked): readonly number[] {
    const covered = [...columns].flatMap(([bound, written]) => {
      const one = joined(written.flatMap((column) => this.#covered(column, looked) ?? []))
      return one ? [[bound, one] as const] : []
    })
    if (looked.isInstant) {
      const lastMs = Math.max(...covered.map(([, one]) => one.lastMs))
      return covered.flatMap(([bound, one]) => (one.lastMs < lastMs ? bound : []))
    }
    const whole = covered.reduce<Covered | undefined>(
      (most, [, one]) => (most && most.count >= one.count ? most : one),
      undefined,
    )
    return covered.flatMap(([bound, one]) => (whole && isSame(one, whole) ? [] : bound))
  }

  #covered(column: SampleColumn, { startMs, endMs, isInstant }: Looked): Covered | undefined {
    const from = column.positionAfter(this.#data.dialect.leftOpen ? startMs : startMs - 1)
    const to = column.positionAfter(endMs)
    if (to <= from) return undefined
    const lastMs = column.timeAt(to - 1)
    if (isInstant && column.hasEndIn(lastMs, endMs)) return undefined
    return { firstMs: column.timeAt(from), lastMs, count: to - from }
  }
}

/** Whether all have the same bounds, and all their buckets samples at the same times. */
function areAlike(histograms: readonly Histogram[]): boolean {
  const [first] = histograms
  return histograms.every(({ columns }) => {
    const held = [...columns.values()].map((written) =>
      written.length === 1 ? heldBy(written[0] as SampleColumn) : undefined,
    )
    const [whole] = held
    const isEven = held.every((one) => one && whole && isSame(one, whole))
    return (
      isEven && columns.size === first?.columns.size && [...columns.keys()].every((bound) => first.columns.has(bound))
    )
  })
}

function heldBy(column: SampleColumn): Covered | undefined {
  const { firstPosition, endPosition, count } = column
  return count === 0
    ? undefined
    : { firstMs: column.timeAt(firstPosition), lastMs: column.timeAt(endPosition - 1), count }
}

function joined(parts: readonly Covered[]): Covered | undefined {
  if (parts.length === 0) return undefined
  return {
    firstMs: Math.min(...parts.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...parts.map(({ lastMs }) => lastMs)),
    count: parts.reduce((sum, { count }) => sum + count, 0),
  }
}

function isSame(a: Covered, b: Covered): boolean {
  return a.firstMs === b.firstMs && a.lastMs === b.lastMs && a.count === b.count
}

/** The stretches that an expression reads, asked for from one instant to another. */
function looksOf(expression: Expression, fromMs: number, toMs: number): readonly Looked[] {
  switch (expression.kind) {
    case 'vectorSelector':
      return [looked(expression, fromMs - LOOKBACK_MS, toMs, fromMs === toMs)]
    case 'matrixSelector':
      return [looked(expression.selector, fromMs - expression.rangeMs, toMs, false)]
    case 'subquery': {
      if (expression.at !== null) return looksOf(expression.operand, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      const endMs = toMs - expression.offsetMs
      return looksOf(expression.operand, fromMs - expression.offsetMs - expression.rangeMs, endMs)
    }
    default:
      return partsOf(expression).flatMap((part) => looksOf(part, fromMs, toMs))
  }
}

function looked(selector: VectorSelector, startMs: number, endMs: number, isInstant: boolean): Looked {
  if (selector.at !== null)
    return { selector, startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY, isInstant: false }
  const { offsetMs } = selector
  return { selector, startMs: startMs - offsetMs, endMs: endMs - offsetMs, isInstant }
}
