import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import type { HistogramView } from '../../../prometheus/histogram/histogram-view.ts'
import { advanceTotal, startTotal, sumObserved } from '../../../prometheus/histogram/reset-adjusted-total.ts'

/** A histogram with the bounds 1 and +Inf (or others) and these cumulative counts. */
function snapshot(
  counts: readonly number[],
  bounds: readonly number[] = [1, Number.POSITIVE_INFINITY],
): HistogramSnapshot {
  const buckets = bounds.map((upperBound, i) => ({ upperBound, cumulativeCount: counts[i] ?? 0 }))
  return { buckets, count: counts.at(-1) ?? 0, sum: (counts.at(-1) ?? 0) * 0.5 }
}

const view = (groups: Record<string, HistogramSnapshot>): HistogramView => new Map(Object.entries(groups))

/** What was observed over some scrapes of one instance, the first being the baseline: counts by bucket, and resets. */
function over(...views: HistogramView[]) {
  const [first = view({}), ...rest] = views
  const total = rest.reduce((total, view) => advanceTotal(total, view), startTotal(first))
  const sum = sumObserved(total.observed)
  return { counts: sum?.buckets.map(({ cumulativeCount }) => cumulativeCount), sum: sum?.sum, resets: total.resets }
}

describe('ResetAdjustedTotal', () => {
  it.each([
    ['an instance without the histogram', [view({})], { counts: undefined, sum: undefined, resets: 0 }],
    [
      'a baseline alone: nothing is observed yet',
      [view({ a: snapshot([5, 9]) })],
      { counts: [0, 0], sum: 0, resets: 0 },
    ],
    [
      'a later scrape: the difference to the baseline',
      [view({ a: snapshot([5, 9]) }), view({ a: snapshot([6, 12]) })],
      { counts: [1, 3], sum: 1.5, resets: 0 },
    ],
    [
      'a restart: what was observed before it plus everything since',
      [
        view({ a: snapshot([5, 9]) }),
        view({ a: snapshot([8, 13]) }),
        view({ a: snapshot([2, 3]) }),
        view({ a: snapshot([4, 6]) }),
      ],
      { counts: [7, 10], sum: 5, resets: 1 },
    ],
    [
      'a restart that shows in one bucket only',
      [view({ a: snapshot([5, 9]) }), view({ a: snapshot([4, 20]) })],
      { counts: [4, 20], sum: 10, resets: 1 },
    ],
    [
      'a label set that appears after the baseline',
      [view({ a: snapshot([1, 1]) }), view({ a: snapshot([1, 1]), b: snapshot([2, 3]) })],
      { counts: [2, 3], sum: 1.5, resets: 0 },
    ],
    [
      'label sets that are all reset by one restart',
      [view({ a: snapshot([5, 5]), b: snapshot([6, 6]) }), view({ a: snapshot([1, 1]), b: snapshot([2, 2]) })],
      { counts: [3, 3], sum: 1.5, resets: 1 },
    ],
    [
      'a label set that is missing from one scrape',
      [view({ a: snapshot([5, 5]) }), view({ a: snapshot([7, 7]) }), view({}), view({ a: snapshot([9, 9]) })],
      { counts: [4, 4], sum: 2, resets: 0 },
    ],
  ])('counts %s', (_, views, expected) => {
    expect(over(...views)).toEqual(expected)
  })

  it('is undefined where the bounds changed', () => {
    const other = snapshot([1, 1], [2, Number.POSITIVE_INFINITY])
    const total = advanceTotal(startTotal(view({ a: snapshot([0, 0]) })), view({ a: other }))
    expect(sumObserved(total.observed)).toBeUndefined()
  })

  it('equals what was observed, wherever the restarts lie', () => {
    const steps = fc.array(fc.record({ fast: fc.nat(20), slow: fc.nat(20), restart: fc.boolean() }), { maxLength: 30 })
    fc.assert(
      fc.property(steps, (all) => {
        let counts: [number, number] = [100, 150]
        const views = [view({ a: snapshot(counts) })]
        const observed = [0, 0]
        for (const { fast, slow, restart } of all) {
          // A restart shows only where a count falls: here the new process has fewer of each than the old one.
          const from: [number, number] = restart && fast + slow < counts[1] ? [0, 0] : counts
          counts = [from[0] + fast, from[1] + fast + slow]
          observed[0] = (observed[0] ?? 0) + fast
          observed[1] = (observed[1] ?? 0) + fast + slow
          views.push(view({ a: snapshot(counts) }))
        }
        expect(over(...views).counts).toEqual(observed)
      }),
    )
  })
})
