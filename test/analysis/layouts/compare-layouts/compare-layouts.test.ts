import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analysisRequest } from '../../../../analysis/layouts/analysis-request.ts'
import { compareLayouts } from '../../../../analysis/layouts/compare-layouts/compare-layouts.ts'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { bucketLayout } from '../../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../../core/histogram/named-layouts.ts'
import { nativeLayout } from '../../../../core/histogram/native-layout.ts'
import { withUnbounded } from '../../../../core/latency/latency-counts.ts'
import type { ComparedLayout } from '../../../../core/report/layout-comparison.ts'
import { anyBounds, anySeries, incident, lab, seriesOf } from '../records.ts'

const rule = {
  name: 'HighLatency95thPercentile',
  quantile: 0.95,
  thresholdSeconds: 1,
  rangeSeconds: 60,
  forSeconds: 30,
  keepFiringForSeconds: 0,
}

function named(layouts: readonly ComparedLayout[], name: string): ComparedLayout {
  return layouts.find((layout) => layout.name === name) as ComparedLayout
}

describe('compareLayouts on the lab', () => {
  const layouts = [
    NAMED_LAYOUTS.lab,
    NAMED_LAYOUTS.opentelemetry,
    nativeLayout(3),
    bucketLayout('to one', [0.3, 0.7, 1]),
  ]
  const comparison = compareLayouts(
    analysisRequest(latencyRecord(lab(180)), layouts, {
      rule,
      delays: [0.2, 0.5, 2],
      phases: [{ name: 'all of it', startSeconds: 0, endSeconds: 180 }],
    }),
  )

  it.each([
    // Each third of 0.2, 0.5 and 2 s: P50 lies half-way up the second third, P90, P95 and P99 at 0.7, 0.85, 0.97 of the last.
    ['lab', [0.6, 4.1, 4.55, 4.91]],
    ['opentelemetry', [0.625, 2.05, 2.275, 2.455]],
    ['native(3)', [2 ** (-1 + 0.5 / 8), 2 ** (1 + 0.7 / 8), 2 ** (1 + 0.85 / 8), 2 ** (1 + 0.97 / 8)]],
    ['to one', [0.5, 1, 1, 1]],
  ])('%s draws P50, P90, P95 and P99 where a calculation by hand does', (name, expected) => {
    const { run } = named(comparison.layouts, name)
    expect(run.name).toBeNull()
    expect(run.count).toBe(5400)
    run.quantiles.forEach(({ estimate }, i) => {
      expect(estimate).toBeCloseTo(expected[i] as number, 9)
    })
  })

  it('states the error, the bucket and its width', () => {
    expect(named(comparison.layouts, 'lab').run.quantiles[2]).toEqual({
      quantile: 0.95,
      exact: 2.002,
      exactInterval: { lower: 2.002, upper: 2.002 },
      estimate: 4.55,
      estimateIfLow: 4.55,
      error: 4.55 - 2.002,
      relativeError: (4.55 - 2.002) / 2.002,
      bucket: { lower: 2, upper: 5 },
      bucketWidth: 3,
      insideBucket: true,
    })
    expect(named(comparison.layouts, 'to one').run.quantiles[2]).toMatchObject({
      estimate: 1,
      bucket: { lower: 1, upper: '+Inf' },
      bucketWidth: null,
      insideBucket: true,
    })
  })

  it('gives a phase that spans the run the same figures as the run', () => {
    for (const { run, phases } of comparison.layouts) expect(phases).toEqual([{ ...run, name: 'all of it' }])
  })

  it('states the median and the worst error over the moving window, and when', () => {
    const [, , p95] = named(comparison.layouts, 'lab').moving
    expect(p95).toMatchObject({ quantile: 0.95, evaluations: 121, tooFew: 59, aboveHighestBound: 0 })
    expect(p95?.medianError).toBeCloseTo(2.548, 9)
    expect(p95?.worstRelativeError).toBeCloseTo(2.548 / 2.002, 9)
    expect(p95?.worst?.exact).toBe(2.002)
    expect(named(comparison.layouts, 'to one').moving[2]).toMatchObject({ aboveHighestBound: 180 })
    expect(named(comparison.layouts, 'to one').moving[2]?.medianError).toBeCloseTo(1.002, 9)
  })

  it('counts the wrong verdicts on the threshold', () => {
    const expected = { quantile: 0.95, thresholdSeconds: 1, evaluations: 180, misses: 0, falseAlarms: 0 }
    expect(named(comparison.layouts, 'lab').wrongVerdicts[0]).toMatchObject(expected)
    expect(named(comparison.layouts, 'to one').wrongVerdicts[0]).toMatchObject({ ...expected, misses: 180 })
  })

  it('replays the rule with its range and its for', () => {
    expect(comparison.exactAlert).toMatchObject({ firesAt: 31, resolvesAt: null })
    expect(named(comparison.layouts, 'lab').alert).toMatchObject({ firesAt: 31, misses: 0, delaySeconds: 0 })
    expect(named(comparison.layouts, 'to one').alert).toMatchObject({ firesAt: null, misses: 1, delaySeconds: null })
  })

  it('counts series: every bound, +Inf, sum and count; one for a native histogram', () => {
    const series = Object.fromEntries(comparison.layouts.map((layout) => [layout.name, layout.series]))
    expect(series).toEqual({ lab: 10, opentelemetry: 17, 'native(3)': 1, 'to one': 6 })
    const { expositionBytes } = named(comparison.layouts, 'lab')
    // Each line: the name of 21 letters, suffix, le, a space, the count and a newline.
    const [lines, counts, sum] = [7 * 39 + 36 + 3 + 1 + 26 + 28, 1 + 2 * 4 * 8, '4866.43'.length]
    expect(expositionBytes).toBeGreaterThan(lines + counts - 60)
    expect(expositionBytes).toBeLessThan(lines + counts + sum + 60)
  })

  it('ranks layouts with wrong decisions last, and the others by error', () => {
    expect(comparison.layouts.map(({ name }) => name)).toEqual(['native(3)', 'opentelemetry', 'lab', 'to one'])
  })

  it('explains why the lab layout overestimates the P95', () => {
    expect(named(comparison.layouts, 'lab').findings.map(({ sentence }) => sentence)).toEqual([
      '500ms sleeps end at 501.2ms, just above the bound 500ms, so 33% of the requests fall into (500ms, 700ms] and the P50 is drawn at 600ms.',
      '2s sleeps end at 2.002s, just above the bound 2s, so 33% of the requests fall into (2s, 5s] and the P95 is drawn at 4.55s; a bound at 2.5s would put it at 2.42s.',
      '1s is a bound, so P95 > 1s is judged exactly, however far off the drawn value is.',
    ])
  })
})

describe('compareLayouts', () => {
  it('never judges wrongly if the threshold is a bound', () => {
    fc.assert(
      fc.property(
        anySeries,
        anyBounds,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 6 }),
        (series, bounds, tenths, rangeSeconds) => {
          const thresholdSeconds = tenths / 10
          const judgements = [0.5, 0.9, 0.95, 0.99].map((quantile) => ({ quantile, thresholdSeconds }))
          // A bound above it has to be there, or nothing above it is ever drawn.
          const layout = bucketLayout(
            'any',
            [...new Set([...bounds, thresholdSeconds, 20])].sort((a, b) => a - b),
          )
          const request = analysisRequest(latencyRecord(series), [layout], { judgements, rangeSeconds })
          for (const judged of compareLayouts(request).layouts[0]?.wrongVerdicts ?? [])
            expect(judged).toMatchObject({ misses: 0, falseAlarms: 0 })
        },
      ),
    )
  })

  it('encloses the exact quantile in the bucket, over the run and each phase', () => {
    fc.assert(
      fc.property(anySeries, anyBounds, (series, bounds) => {
        const phases = [
          { name: 'first', startSeconds: 0, endSeconds: 3 },
          { name: 'then', startSeconds: 3, endSeconds: 20 },
        ]
        const request = analysisRequest(latencyRecord(series), [bucketLayout('any', bounds)], { phases })
        const [layout] = compareLayouts(request).layouts as [ComparedLayout]
        const [first, then] = layout.phases
        expect((first?.count ?? 0) + (then?.count ?? 0)).toBe(layout.run.count)
        for (const { count, quantiles } of [layout.run, ...layout.phases])
          for (const row of quantiles) {
            expect(row.insideBucket).toBe(count === 0 ? null : true)
            if (row.error !== null && row.bucketWidth !== null)
              expect(Math.abs(row.error)).toBeLessThanOrEqual(row.bucketWidth)
          }
      }),
    )
  })

  it('measures errors on whole windows with enough requests, and judges on all', () => {
    // One request a second: 60 in a window have one above the P95, none above the P99.
    const record = latencyRecord(seriesOf(Array.from({ length: 130 }, () => [0.3])))
    const request = analysisRequest(record, [NAMED_LAYOUTS.lab], { rule, endSeconds: 150 })
    const [layout] = compareLayouts(request).layouts as [ComparedLayout]
    expect(layout.moving.map(({ evaluations, tooFew }) => [evaluations, tooFew])).toEqual([
      [71, 79],
      [71, 79],
      [71, 79],
      [0, 150],
    ])
    expect(layout.moving[3]).toMatchObject({ medianError: null, worstRelativeError: null, worst: null })
    expect(layout.wrongVerdicts[0]?.evaluations).toBe(150)
  })

  it('measures a record shorter than the range on windows of half its length', () => {
    const record = latencyRecord(seriesOf(Array.from({ length: 31 }, () => Array<number>(10).fill(0.3))))
    const [layout] = compareLayouts(analysisRequest(record, [NAMED_LAYOUTS.lab])).layouts as [ComparedLayout]
    expect(layout.moving[0]).toMatchObject({ evaluations: 16, tooFew: 15 })
  })

  it('splits a record at the phases, by the middle of each second', () => {
    const series = seriesOf([[0.1], [0.2, 0.2], [0.3, 0.3, 0.3], [0.4]])
    const phases = [
      { name: 'a', startSeconds: 0, endSeconds: 1.4 },
      { name: 'b', startSeconds: 1.4, endSeconds: 3 },
      { name: 'none', startSeconds: 8, endSeconds: 9 },
    ]
    const { layouts } = compareLayouts(analysisRequest(latencyRecord(series), [NAMED_LAYOUTS.lab], { phases }))
    expect(layouts[0]?.phases.map(({ name, count }) => [name, count])).toEqual([
      ['a', 1],
      ['b', 5],
      ['none', 0],
    ])
    expect(layouts[0]?.phases[2]?.quantiles[0]).toEqual({
      quantile: 0.5,
      exact: null,
      exactInterval: null,
      estimate: null,
      estimateIfLow: null,
      error: null,
      relativeError: null,
      bucket: null,
      bucketWidth: null,
      insideBucket: null,
    })
  })

  it('reports a false alarm if the threshold lies inside the bucket of all latencies', () => {
    // 900 ms in (0.5, 2.5]: the P95 is drawn at 2.4 s.
    const record = latencyRecord(seriesOf(Array.from({ length: 100 }, () => Array<number>(20).fill(0.9))))
    const layouts = [bucketLayout('coarse', [0.5, 2.5, 5]), bucketLayout('fine', [0.5, 1, 2.5])]
    const [fine, coarse] = compareLayouts(analysisRequest(record, layouts, { rule })).layouts as [
      ComparedLayout,
      ComparedLayout,
    ]
    expect(fine.name).toBe('fine')
    expect(coarse.wrongVerdicts[0]).toMatchObject({ evaluations: 100, misses: 0, falseAlarms: 100 })
    expect(coarse.alert).toMatchObject({ firesAt: 31, falseAlarms: 1, misses: 0 })
    expect(coarse.findings.map(({ kind, sentence }) => `${kind}: ${sentence}`)).toEqual([
      'threshold-not-bound: The threshold 1s is no bound: with nothing slower than 2.5s, P95 > 1s is seen once 6.7% of the requests are slower than 500ms; make 1s a bound.',
      'wrong-verdicts: At 100 evaluations of P95 > 1s it cried wolf 100 times: 100% of them were wrong.',
      'alert-differs: HighLatency95thPercentile would have fired once for no reason.',
      'interpolation: The P95 is 900ms, somewhere in (500ms, 2.5s], which holds 100% of the requests, and it is drawn at 2.4s; a bound at 1s would put it at 975ms.',
    ])
  })

  it('evaluates the rule after the last observation, so that an alert resolves', () => {
    const record = latencyRecord(incident(100, 60, 100))
    const request = analysisRequest(record, [NAMED_LAYOUTS.lab], { rule, endSeconds: 200 })
    const { exactAlert, endSeconds } = compareLayouts(request)
    expect(endSeconds).toBe(200)
    // Pending when 4 s of 60 are slow, firing 30 s later; the last slow second leaves the window at 160.
    expect(exactAlert).toMatchObject({ firesAt: 94, resolvesAt: 160 })
  })

  it("uses the server's live counts for the whole run", () => {
    const record = latencyRecord(lab(10))
    const cumulative = [0, 100, 100, 200, 200, 300, 300, 300]
    const bounds = [...NAMED_LAYOUTS.lab.upperBounds, Number.POSITIVE_INFINITY]
    const buckets = bounds.map((upperBound, i) => ({ upperBound, cumulativeCount: cumulative[i] as number }))
    const live = new Map([['lab', { buckets, count: 300, sum: 270 }]])
    const [lived] = compareLayouts(analysisRequest(record, [NAMED_LAYOUTS.lab], { live })).layouts
    // The server saw all 2 s sleeps at or below 2.
    expect(lived).toMatchObject({ source: 'live', run: { count: 300 } })
    expect(lived?.run.quantiles[2]).toMatchObject({
      estimate: 1.85,
      bucket: { lower: 1, upper: 2 },
      insideBucket: false,
    })
    const wrong = new Map([['lab', { buckets: buckets.slice(1), count: 300, sum: 270 }]])
    expect(() => compareLayouts(analysisRequest(record, [NAMED_LAYOUTS.lab], { live: wrong }))).toThrow(
      "expected live counts with the layout's bounds 0.1, 0.3",
    )
  })

  it('reports the ambiguous ratio: 2.0005 s shares a cell of the record with 1.9999 s', () => {
    const record = latencyRecord(
      seriesOf(Array.from({ length: 30 }, () => [...Array<number>(14).fill(0.2), 2.0005, 3])),
    )
    const [layout] = compareLayouts(analysisRequest(record, [NAMED_LAYOUTS.lab])).layouts as [ComparedLayout]
    expect(layout.ambiguousShare).toBeCloseTo(1 / 16, 9)
    const p90 = layout.run.quantiles[1]
    // Rank 432 of 480 is the 12th of 30 above 420: in (2, 5] of 60 if they are above 2, in (1, 2] of 30 if not.
    expect(p90?.estimate).toBeCloseTo(2 + (3 * 12) / 60, 9)
    expect(p90?.estimateIfLow).toBeCloseTo(1 + 12 / 30, 9)
    expect(layout.findings.find(({ kind }) => kind === 'ambiguous')?.sentence).toBe(
      '6.3% of the requests lie so close to a bound that the record cannot tell the side: the P90 may be drawn anywhere from 1.4s to 2.6s.',
    )
  })

  it('notes a small sample', () => {
    const latencies = Array.from({ length: 40 }, (_, i) => 0.1 + i / 10)
    const { layouts } = compareLayouts(analysisRequest(latencyRecord(seriesOf([latencies])), [NAMED_LAYOUTS.lab]))
    const small = layouts[0]?.findings.filter(({ kind }) => kind === 'small-sample').map(({ sentence }) => sentence)
    expect(small?.[0]).toContain(
      'The sample is small for the P50: 2.001s here, but with 95% confidence from 1.401s to 2.701s',
    )
    expect(small?.at(-1)).toContain(
      'The sample is small for the P99: 4s here, but with 95% confidence from 3.801s to anything',
    )
    expect(layouts[0]?.run.quantiles[3]?.exactInterval?.upper).toBeNull()
  })

  it('explains a quantile above the highest bound, and among requests that never ended', () => {
    const series = seriesOf([[...Array<number>(50).fill(0.1), ...Array<number>(45).fill(7.2)]]).map((each) => ({
      ...each,
      latencies: withUnbounded(each.latencies, 5),
    }))
    const { layouts } = compareLayouts(analysisRequest(latencyRecord(series), [NAMED_LAYOUTS.lab]))
    const [, p90, , p99] = layouts[0]?.run.quantiles ?? []
    expect(p90).toMatchObject({ exact: 7.2, estimate: 5, insideBucket: true })
    expect(p99).toMatchObject({ exact: null, estimate: 5, error: null, insideBucket: true })
    const above = layouts[0]?.findings.filter(({ kind }) => kind === 'above-highest-bound')
    expect(above?.map(({ sentence }) => sentence)).toEqual([
      'The P90 is 7.2s, above the highest bound: the estimate stays at 5s however slow it gets; add a bound at 7.5 or above.',
      'The P95 is 7.2s, above the highest bound: the estimate stays at 5s however slow it gets; add a bound at 7.5 or above.',
      'The P99 lies among the requests that never ended, above the highest bound: the estimate stays at 5s however slow it gets.',
    ])
  })

  it('explains an alert that can never fire, and bounds that nothing needs', () => {
    const record = latencyRecord(seriesOf(Array.from({ length: 40 }, () => Array<number>(30).fill(0.4))))
    const layouts = [bucketLayout('low', [0.01, 0.02, 0.3, 0.5])]
    const [layout] = compareLayouts(analysisRequest(record, layouts, { rule })).layouts
    expect(layout?.findings.map(({ kind, sentence }) => `${kind}: ${sentence}`)).toEqual([
      'alert-cannot-fire: The highest bound is 500ms and the estimate never passes it, so P95 > 1s can never be seen; add a bound above 1s.',
      'interpolation: The P95 is 400ms, somewhere in (300ms, 500ms], which holds 100% of the requests, and it is drawn at 490ms; a bound at 400ms would put it at 395ms.',
      'unused-bounds: Nothing was as fast as the bounds 0.01, 0.02: 2 series per label set for nothing.',
    ])
  })
})
