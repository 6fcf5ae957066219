import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analysisRequest } from '../../../../analysis/layouts/analysis-request.ts'
import { compareLayouts } from '../../../../analysis/layouts/compare-layouts/compare-layouts.ts'
import { boundCosts, layoutCost } from '../../../../analysis/layouts/recommend-layout/bound-costs.ts'
import { cheapestPath } from '../../../../analysis/layouts/recommend-layout/cheapest-path.ts'
import { recommendLayout } from '../../../../analysis/layouts/recommend-layout/recommend-layout.ts'
import { windowRanks } from '../../../../analysis/layouts/recommend-layout/window-ranks.ts'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { bucketLayout } from '../../../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../../../core/histogram/named-layouts.ts'
import { randomStream, standardNormal } from '../../../../core/random.ts'
import type { RecommendedBounds } from '../../../../core/report/layout-comparison.ts'
import { UserError } from '../../../../core/user-error.ts'
import { anySeries, incident, lab, seriesOf } from '../records.ts'

/** Log-normal around 120 ms, 40 requests a second. */
function lognormal(seconds: number, seed: number, slow: (second: number) => number = () => 1) {
  const random = randomStream(seed, 'layouts')
  return seriesOf(
    Array.from({ length: seconds }, (_, s) =>
      Array.from({ length: 40 }, () => 0.12 * slow(s) * Math.exp(0.6 * standardNormal(random))),
    ),
  )
}

const p95 = { quantile: 0.95, thresholdSeconds: 1 }

function worstMovingError(series: ReturnType<typeof lab>, bounds: readonly number[], quantiles: readonly number[]) {
  const request = analysisRequest(latencyRecord(series), [bucketLayout('any', bounds)], { quantiles, rangeSeconds: 4 })
  const [layout] = compareLayouts(request).layouts
  return Math.max(...(layout?.moving ?? []).map(({ worstRelativeError }) => worstRelativeError ?? 0))
}

describe('boundCosts', () => {
  it('gives the worst error that the comparison measures with those bounds', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 255 }), (series, mask) => {
        const candidates = [0.1, 0.3, 0.5, 1, 2, 4, 7, 9, 12]
        // Any subset, with the last always in: nothing is above it.
        const path = candidates.flatMap((_, i) => (i === 8 || (mask >> i) % 2 === 1 ? [i + 1] : []))
        const record = latencyRecord(series)
        const costs = boundCosts(windowRanks(record, candidates, { quantiles: [0.5, 0.9], standardErrors: 0 }, 4))
        const chosen = path.map((node) => candidates[node - 1] as number)
        expect(layoutCost(costs, path).worst).toBeCloseTo(worstMovingError(series, chosen, [0.5, 0.9]), 9)
      }),
    )
  })

  it('never exceeds the guaranteed error', () => {
    fc.assert(
      fc.property(anySeries, (series) => {
        const { worst, guaranteed } = boundCosts(
          windowRanks(latencyRecord(series), [0.5, 1, 5, 12], { quantiles: [0.5, 0.9], standardErrors: 0 }, 4),
        )
        worst.forEach((error, pair) => {
          expect(error).toBeLessThanOrEqual((guaranteed[pair] as number) + 1e-12)
        })
      }),
    )
  })

  it('leads the search to the subset with the least error in the comparison', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 4 }), (series, most) => {
        const candidates = [0.2, 0.5, 1, 3, 6, 12]
        const costs = boundCosts(
          windowRanks(latencyRecord(series), candidates, { quantiles: [0.5, 0.9], standardErrors: 0 }, 4),
        )
        const roundness = Array<number>(costs.size).fill(0)
        const path = cheapestPath({ ...costs, roundness, tolerance: 0, allowed: () => true }, most)
        const subsets = Array.from({ length: 32 }, (_, mask) =>
          candidates.filter((_, i) => i === 5 || (mask >> i) % 2 === 1),
        ).filter((bounds) => bounds.length <= most)
        const least = Math.min(...subsets.map((bounds) => worstMovingError(series, bounds, [0.5, 0.9])))
        expect(path?.leastWorst).toBeCloseTo(least, 9)
        const chosen = (path?.nodes ?? []).map((node) => candidates[node - 1] as number)
        expect(worstMovingError(series, chosen, [0.5, 0.9])).toBeCloseTo(least, 9)
      }),
      { numRuns: 30 },
    )
  })
})

describe('recommendLayout', () => {
  const ofLab = analysisRequest(latencyRecord(lab(120)), [], { judgements: [p95] })

  it("brings the lab's P95 from 4.55 s to within 10% of 2.002 s, with the threshold a bound", () => {
    const { chosen, forced } = recommendLayout(ofLab, { budget: 7, standardErrors: 1, growth: 1 })
    // P50 is 0.501 s and the higher ones 2.002 s: (0.5, 0.55] and (1.9, 2.2] hold them; 1 is judged; 5 guards.
    expect(chosen.bounds).toEqual([0.5, 0.55, 1, 1.9, 2.2, 5])
    expect(chosen.series).toBe(9)
    // The window of 1,800 requests draws its P99 + 0.23% at 1.9 + 0.3 · 0.977 s.
    expect(chosen.worstError).toBeCloseTo((1.9 + 0.3 * (1 - (0.01 - Math.sqrt(0.0099 / 1800)) * 3) - 2.002) / 2.002, 6)
    expect(chosen.guaranteedError).toBeCloseTo((2.2 - 2.002) / 2.002, 6)
    expect(forced).toEqual([
      { bound: 1, reason: 'judged: p95 > 1s' },
      { bound: 5, reason: 'guard: the slowest request took 2s' },
    ])
  })

  it('takes the least error without a guarantee at tolerance 0 and 0 standard errors', () => {
    const { chosen } = recommendLayout(ofLab, { budget: 7, tolerance: 0, standardErrors: 0, growth: 1 })
    // P50 lies half-way up the third in (0.4, 0.6], P99 at 1 + 1.2 · 0.97 s in (1, 2.2].
    expect(chosen.bounds).toEqual([0.4, 0.6, 1, 2.2, 5])
    expect(chosen.worstError).toBe(chosen.leastWorstError)
    expect(chosen.worstError).toBeCloseTo((2.164 - 2.002) / 2.002, 6)
    expect(chosen.guaranteedError).toBeGreaterThan(0.49)
  })

  it('contains every threshold, a bound above the slowest request, and the guard', () => {
    const record = latencyRecord(incident(120, 60, 80))
    const judgements = [p95, { quantile: 0.99, thresholdSeconds: 0.3 }]
    const { curve } = recommendLayout(analysisRequest(record, [], { judgements }))
    for (const { bounds } of curve) {
      expect(bounds).toContain(1)
      expect(bounds).toContain(0.3)
      expect(bounds.at(-2)).toBeGreaterThanOrEqual(3)
      expect(bounds.at(-1)).toBe(7.5)
    }
  })

  it('puts the guard above a threshold that no request reached', () => {
    const judgements = [{ quantile: 0.95, thresholdSeconds: 20 }]
    const { chosen } = recommendLayout(analysisRequest(latencyRecord(incident(120, 60, 80)), [], { judgements }))
    expect(chosen.bounds).toContain(20)
    expect(chosen.bounds.at(-1)).toBe(25)
  })

  it('has a smaller error with every further bound, and keeps its budget', () => {
    const { curve } = recommendLayout(analysisRequest(latencyRecord(lognormal(200, 1)), [], { judgements: [p95] }))
    expect(curve.map(({ budget }) => budget)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
    curve.forEach(({ bounds, budget, leastWorstError, worstError, meanError, guaranteedError }, i) => {
      expect(bounds.length).toBeLessThanOrEqual(budget)
      expect(worstError).toBeLessThanOrEqual(1.25 * leastWorstError * (1 + 1e-12))
      expect(worstError).toBeLessThanOrEqual(guaranteedError)
      expect(meanError).toBeLessThan(worstError)
      expect(leastWorstError).toBeLessThanOrEqual(curve[i - 1]?.leastWorstError ?? 1)
    })
    expect(curve.at(-1)?.leastWorstError).toBeLessThan((curve[0]?.leastWorstError ?? 0) / 3)
  })

  it('has a smaller error than every default layout', () => {
    const record = latencyRecord(lognormal(200, 2))
    const { chosen } = recommendLayout(analysisRequest(record, []), { budget: 14 })
    const layouts = [bucketLayout('recommended', chosen.bounds), NAMED_LAYOUTS.lab, NAMED_LAYOUTS['prom-client']]
    const compared = compareLayouts(analysisRequest(record, layouts)).layouts
    expect(compared[0]?.name).toBe('recommended')
    const worst = Math.max(...(compared[0]?.moving ?? []).map((moving) => moving.worstRelativeError ?? 0))
    expect(worst).toBeLessThanOrEqual(chosen.worstError)
  })

  it.each([
    ['steady traffic', 3, () => 1],
    [
      'a minute in which everything takes four times as long',
      5,
      (second: number) => (second >= 100 && second < 160 ? 4 : 1),
    ],
  ])('keeps its promise on other seeds: %s', (_, seed, slow) => {
    const { chosen } = recommendLayout(analysisRequest(latencyRecord(lognormal(300, seed, slow)), []), { budget: 12 })
    for (const other of [101, 102, 103]) {
      const record = latencyRecord(lognormal(300, other, slow))
      const [layout] = compareLayouts(analysisRequest(record, [bucketLayout('recommended', chosen.bounds)])).layouts
      const errors = (layout?.moving ?? []).map((moving) => moving.worstRelativeError ?? 0)
      expect(Math.max(...errors)).toBeLessThan(1.1 * chosen.worstError)
    }
  })

  it('keeps its promise in an incident that is worse than the recorded one by the covered growth', () => {
    const slow = (factor: number) => (second: number) => (second >= 100 && second < 160 ? 4 * factor : 1)
    const request = (factor: number, bounds: readonly number[]) =>
      analysisRequest(latencyRecord(lognormal(300, 5, slow(factor))), [bucketLayout('any', bounds)])
    const errorAt = (factor: number, bounds: readonly number[]) => {
      const [layout] = compareLayouts(request(factor, bounds)).layouts
      return Math.max(...(layout?.moving ?? []).map(({ worstRelativeError }) => worstRelativeError ?? 0))
    }
    const recorded = analysisRequest(latencyRecord(lognormal(300, 5, slow(1))), [])
    const covered = recommendLayout(recorded, { budget: 10, growth: 1.3 }).chosen
    const tuned = recommendLayout(recorded, { budget: 10, growth: 1 }).chosen
    for (const factor of [1.1, 1.2, 1.3]) expect(errorAt(factor, covered.bounds)).toBeLessThan(1.1 * covered.worstError)
    expect(covered.worstError).toBeGreaterThan(tuned.worstError)
    expect(errorAt(1.3, tuned.bounds)).toBeGreaterThan(1.5 * tuned.worstError)
  })

  it('minimizes the guaranteed error at an infinite tolerance', () => {
    const asked = analysisRequest(latencyRecord(lognormal(200, 5)), [])
    const [least, usual, most] = [0, 0.25, Number.POSITIVE_INFINITY].map(
      (tolerance) => recommendLayout(asked, { budget: 12, tolerance }).chosen,
    ) as [RecommendedBounds, RecommendedBounds, RecommendedBounds]
    expect(most.guaranteedError).toBeLessThanOrEqual(usual.guaranteedError)
    expect(usual.guaranteedError).toBeLessThanOrEqual(least.guaranteedError)
    expect(least.worstError).toBeLessThanOrEqual(usual.worstError)
  })

  it('names the forced bounds if the budget is too small', () => {
    const request = analysisRequest(latencyRecord(lab(60)), [], { judgements: [p95] })
    const tooSmall = () => recommendLayout(request, { budget: 2 })
    expect(tooSmall).toThrow(UserError)
    expect(tooSmall).toThrow(
      'a budget of 2 bounds is too small: 3 are needed for 1 (judged: p95 > 1s), 5 (guard: the slowest request took 2s), and for a bound above the slowest request',
    )
  })

  it.each([
    [{ budget: 0 }, 'expected a budget of 1 bound or more, got 0'],
    [{ budget: 7.5 }, 'expected a budget of 1 bound or more, got 7.5'],
    [{ tolerance: -0.1 }, 'expected a tolerance of 0 or more, got -0.1'],
    [{ standardErrors: -1 }, 'expected 0 standard errors or more, got -1'],
    [{ growth: 0.9 }, 'expected a growth of 1 or more, got 0.9'],
    [{ tolerance: Number.NaN }, 'expected a tolerance of 0 or more, got NaN'],
  ])('refuses %o', (options, message) => {
    expect(() => recommendLayout(analysisRequest(latencyRecord(lab(60)), []), options)).toThrow(message)
  })

  it('rejects a record in which no window has enough requests', () => {
    const request = analysisRequest(latencyRecord(seriesOf([[0.1, 0.2]])), [], { quantiles: [0.9, 0.99] })
    expect(() => recommendLayout(request)).toThrow(
      'too few requests to recommend bounds: no window of 60s holds 10, which the lowest requested quantile needs',
    )
  })

  it('ignores requests that never ended', () => {
    const series = lognormal(120, 6).map((each) => ({ ...each, latencies: { ...each.latencies, unbounded: 1 } }))
    const { chosen } = recommendLayout(analysisRequest(latencyRecord(series), []), { budget: 8 })
    expect(chosen.bounds.every(Number.isFinite)).toBe(true)
    expect(chosen.worstError).toBeLessThan(0.5)
  })
})

describe('cross-validation of a recommendation', () => {
  it('finds about the same error on both halves if they are alike', () => {
    const { crossValidation, chosen } = recommendLayout(analysisRequest(latencyRecord(lognormal(1000, 7)), []))
    expect(crossValidation).toMatchObject({ rangeSeconds: 60, blockSeconds: 120 })
    // Even blocks of 120 s begin at 0, 240, 480 and 720 s, odd ones at 120, 360, 600 and 840 s. The first 59 windows of
    // each reach back into the block before, or are no whole minute yet; the 40 s from 960 s on hold no whole window.
    expect(crossValidation?.folds.map((fold) => fold.chosenOnWindows)).toEqual([4 * 61, 4 * 61])
    expect(crossValidation?.judgedOnWorstError).toBeLessThan(4 * chosen.worstError)
  })

  it('exposes bounds that suit only one half', () => {
    const range = 10
    const slow = (second: number) => (Math.floor(second / (2 * range)) % 2 === 1 ? 7 : 1)
    const series = lognormal(400, 8, slow)
    const request = analysisRequest(latencyRecord(series), [], { rangeSeconds: range })
    const { crossValidation, crossValidationNote } = recommendLayout(request)
    expect(crossValidation?.blockSeconds).toBe(20)
    expect(crossValidationNote).toMatch(
      /^Chosen on windows of 10s in every other block of 20s: worst error [\d.]+%; judged on the blocks between: [\d.]+%\.$/,
    )
    expect(crossValidation?.judgedOnWorstError).toBeGreaterThan(3 * (crossValidation?.chosenOnWorstError ?? 1))
  })

  it.each([
    ['a minute and a half is validated on windows of 5 s', 90, 5],
    ['five minutes on windows of 18 s', 300, 18],
    ['half an hour on the windows of the rule', 1800, 60],
  ])('%s', (_, seconds, range) => {
    const { crossValidation } = recommendLayout(analysisRequest(latencyRecord(lab(seconds)), []))
    expect(crossValidation?.rangeSeconds).toBe(range)
  })

  it('says why there is no cross-validation', () => {
    const { crossValidation, crossValidationNote } = recommendLayout(analysisRequest(latencyRecord(lab(60)), []))
    expect(crossValidation).toBeNull()
    expect(crossValidationNote).toBe('Not cross-validated: the record of 60s is too short to be cut in halves.')
  })
})
