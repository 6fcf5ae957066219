// The series that rules record of values within bounds.

import { firstWhere } from '../../../core/search.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import type { MatrixSelector, VectorSelector } from '../../promql/expression/expression.ts'
import { acceptsLabels } from '../../series/label-matcher.ts'
import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import type { BoundedPoint, BoundedRange } from '../bounds/bounded-range.ts'
import type { BoundedSample } from '../bounds/bounded-sample.ts'

/** Null: the series cannot have a sample there, and ended. */
interface RecordedPoint {
  readonly timestampMs: number
  readonly point: BoundedPoint | null
}

interface RecordedSeries {
  readonly labels: Labels
  readonly points: RecordedPoint[]
}

/** More points than this beyond the retention are dropped together. */
const SPARE_POINTS = 256

export class BoundedStore {
  readonly #retentionMs: number
  readonly #dotAll: boolean
  readonly #leftOpen: boolean
  readonly #series = new Map<string, RecordedSeries>()

  constructor(options: { readonly retentionMs: number; readonly dotAll: boolean; readonly leftOpen: boolean }) {
    this.#retentionMs = options.retentionMs
    this.#dotAll = options.dotAll
    this.#leftOpen = options.leftOpen
  }

  has(labels: Labels): boolean {
    return this.#series.has(labelSignature(labels))
  }

  record({ labels, drawn, low, high, surely }: BoundedSample, timestampMs: number): void {
    this.#add(labels, { timestampMs, point: { timestampMs, drawn, low, high, surely } })
  }

  end(labels: Labels, timestampMs: number): void {
    this.#add(labels, { timestampMs, point: null })
  }

  instant(selector: VectorSelector, timestampMs: number): BoundedSample[] {
    const endMs = timestampMs - selector.offsetMs
    const startMs = this.#leftOpen ? endMs - LOOKBACK_MS : endMs - LOOKBACK_MS - 1
    return this.#selected(selector).flatMap(({ labels, points }) => {
      const last = points[firstAfter(points, endMs) - 1]
      if (!last?.point || last.timestampMs <= startMs) return []
      const { drawn, low, high, surely } = last.point
      return [{ labels, drawn, low, high, surely }]
    })
  }

  ranges({ selector, rangeMs }: MatrixSelector, timestampMs: number): BoundedRange[] {
    const endMs = timestampMs - selector.offsetMs
    const startMs = endMs - rangeMs
    return this.#selected(selector).flatMap(({ labels, points }) => {
      const from = firstAfter(points, this.#leftOpen ? startMs : startMs - 1)
      const inside = points.slice(from, firstAfter(points, endMs)).flatMap(({ point }) => point ?? [])
      return inside.length === 0 ? [] : [{ labels, points: inside, startMs, endMs }]
    })
  }

  #selected({ matchers }: VectorSelector): RecordedSeries[] {
    return [...this.#series.values()].filter(({ labels }) => acceptsLabels(matchers, labels, this.#dotAll))
  }

  #add(labels: Labels, point: RecordedPoint): void {
    const signature = labelSignature(labels)
    const series = this.#series.get(signature) ?? { labels, points: [] }
    this.#series.set(signature, series)
    series.points.push(point)
    const dropped = firstAfter(series.points, point.timestampMs - this.#retentionMs) - 1
    if (dropped > SPARE_POINTS && dropped > series.points.length / 2) series.points.splice(0, dropped)
  }
}

function firstAfter(points: readonly RecordedPoint[], timeMs: number): number {
  return firstWhere(0, points.length, (i) => (points[i] as RecordedPoint).timestampMs > timeMs)
}
