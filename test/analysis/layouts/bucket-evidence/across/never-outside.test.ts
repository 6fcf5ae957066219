// Whatever the latencies and whatever the bounds: what is said of buckets holds of the latencies that were counted in them.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analysisRequest } from '../../../../../analysis/layouts/analysis-request.ts'
import { compareKnown } from '../../../../../analysis/layouts/bucket-evidence/compare-known.ts'
import { compareLayouts } from '../../../../../analysis/layouts/compare-layouts/compare-layouts.ts'
import type { LatencyRecord } from '../../../../../analysis/layouts/record/latency-record.ts'
import { recordedBuckets } from '../../../../../analysis/layouts/record/recorded-buckets.ts'
import { findIncidents } from '../../../../../analysis/layouts/replay-alert/find-incidents.ts'
import { bucketLayout } from '../../../../../core/histogram/bucket-layout.ts'
import { nativeLayout } from '../../../../../core/histogram/native-layout.ts'
import type { ComparedLayout, Firing, KnownRange } from '../../../../../core/report/layout-comparison.ts'
import { anyBounds, anyLatency, histogramOf } from '../../records.ts'

/** The latencies themselves, to the last bit. */
function exactRecord(bySecond: readonly (readonly number[])[]): LatencyRecord {
  const values = [...new Set(bySecond.flat())].sort((a, b) => a - b)
  const cells = bySecond.map((latencies) => latencies.map((latency) => values.indexOf(latency)).sort((a, b) => a - b))
  let at = 0
  return {
    firstSecond: 0,
    rows: {
      cellCount: values.length,
      offsets: Int32Array.of(0, ...cells.map((row) => (at += row.length))),
      cells: Int32Array.from(cells.flat()),
      counts: new Float64Array(at).fill(1),
    },
    uppers: Float64Array.from(values),
    lowers: Float64Array.from(values),
  }
}

const NOISE = 1e-9

function holds(range: KnownRange | undefined, truth: number | null): boolean {
  if (truth === null) return true
  const { lower, upper } = range ?? { lower: Infinity, upper: -Infinity }
  const slack = NOISE * Math.max(1, Math.abs(truth))
  return truth >= lower - slack && truth <= (upper ?? Infinity) + slack
}

function covers(wide: readonly Firing[], narrow: readonly Firing[]): boolean {
  return narrow.every(({ fromSeconds, toSeconds }) =>
    wide.some((other) => other.fromSeconds <= fromSeconds && (other.toSeconds ?? Infinity) >= (toSeconds ?? Infinity)),
  )
}

const evidence = fc.record({
  bySecond: fc
    .array(fc.array(anyLatency, { maxLength: 6 }), { minLength: 2, maxLength: 20 })
    .filter((rows) => (rows[0]?.length ?? 0) > 0 && (rows.at(-1)?.length ?? 0) > 0),
  scraped: anyBounds,
  other: anyBounds,
  quantile: fc.constantFrom(0.5, 0.9, 0.95),
  threshold: fc.integer({ min: 1, max: 90 }).map((tenths) => tenths / 10),
  forSeconds: fc.constantFrom(0, 2, 5),
  rangeSeconds: fc.constantFrom(1, 3, 10),
})

describe('what buckets tell', () => {
  it('is never contradicted by the latencies that were counted', () => {
    fc.assert(
      fc.property(evidence, ({ bySecond, scraped, other, quantile, threshold, forSeconds, rangeSeconds }) => {
        const rule = {
          name: 'Slow',
          quantile,
          thresholdSeconds: threshold,
          rangeSeconds,
          forSeconds,
          keepFiringForSeconds: 0,
        }
        const layouts = [bucketLayout('own', scraped), bucketLayout('other', other), nativeLayout(2)]
        const parts = bySecond.map((latencies, second) => ({
          atSeconds: second + 1,
          added: histogramOf(scraped, latencies),
        }))
        const recorded = recordedBuckets(
          parts,
          bySecond.flat().reduce((a, b) => a + b, 0),
        )
        const known = compareKnown(analysisRequest(recorded.record, layouts, { rule }), recorded)
        const record = exactRecord(bySecond)
        const truth = compareLayouts(analysisRequest(record, layouts, { rule }))

        for (const layout of known.layouts) {
          const real = truth.layouts.find(({ name }) => name === layout.name) as ComparedLayout
          layout.run.quantiles.forEach((row, i) => {
            const due = real.run.quantiles[i]
            expect(holds(row.exactRange, due?.exact ?? null)).toBe(true)
            expect(holds(row.estimateRange, due?.estimate ?? null)).toBe(true)
            expect(holds(row.relativeErrorRange, due?.relativeError ?? null)).toBe(true)
          })
          layout.moving.forEach((row, i) => {
            const due = real.moving[i]
            expect(row.evaluations).toBe(due?.evaluations)
            expect(holds(row.worstRelativeErrorRange, due?.worstRelativeError ?? null)).toBe(true)
            expect(holds(row.medianRelativeErrorRange, due?.medianRelativeError ?? null)).toBe(true)
          })
          layout.wrongVerdicts.forEach((row, i) => {
            const due = real.wrongVerdicts[i]
            expect(row.misses).toBeLessThanOrEqual(due?.misses ?? 0)
            expect(row.falseAlarms).toBeLessThanOrEqual(due?.falseAlarms ?? 0)
            const most = row.misses + row.falseAlarms + (row.untold ?? 0)
            expect(most).toBeGreaterThanOrEqual((due?.misses ?? 0) + (due?.falseAlarms ?? 0))
          })
          const firings = real.alert?.firings ?? []
          expect(covers(firings, layout.alertRange?.surely ?? [])).toBe(true)
          expect(covers(layout.alertRange?.possibly ?? [], firings)).toBe(true)
          if (layout.alert) expect(layout.alert.firings).toEqual(firings)
        }
        const fired = truth.exactAlert?.firings ?? []
        expect(covers(fired, known.comparison.exactAlertRange?.surely ?? [])).toBe(true)
        expect(covers(known.comparison.exactAlertRange?.possibly ?? [], fired)).toBe(true)
        if (known.matrix) expect(known.matrix.incidents).toEqual(findIncidents(record, rule))
        const exact =
          [...bySecond.flat()].sort((a, b) => a - b)[
            Math.max(0, Math.ceil(quantile * bySecond.flat().length - 1e-9) - 1)
          ] ?? 0
        const [limit] = known.thresholds
        if (limit?.finding === 'above') expect(exact).toBeGreaterThan(threshold)
        if (limit?.finding === 'notAbove') expect(exact).toBeLessThanOrEqual(threshold)
        if (known.unrankedBecause === null)
          expect(known.layouts.map(({ name }) => name)).toEqual(truth.layouts.map(({ name }) => name))
      }),
      { numRuns: 200 },
    )
  })
})
