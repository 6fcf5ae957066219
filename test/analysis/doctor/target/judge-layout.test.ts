import { describe, expect, it } from 'vitest'
import { judgeLayout, judgeThresholds } from '../../../../analysis/doctor/target/judge-layout.ts'

const BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 5]
const LAYOUT = { name: 'latency_seconds', bounds: BOUNDS, labelSets: 2 }
const limit = (text: string, seconds: number) => ({ text, seconds })

const told = ({ state, observed, advice }: ReturnType<typeof judgeLayout>) => [state, observed, advice]

describe('thresholds', () => {
  it.each([
    [[], ['ok', 'no objective sets a limit to a latency', null]],
    [[limit('p95 < 500ms', 0.5)], ['ok', 'p95 < 500ms: a bound of latency_seconds', null]],
    [
      [limit('p95 < 500ms', 0.5), limit('p95 < 500ms', 0.5), limit('p99 < 1s', 1)],
      ['ok', 'p95 < 500ms and p99 < 1s: bounds of latency_seconds', null],
    ],
    [
      [limit('p95 < 300ms', 0.3)],
      [
        'warning',
        'p95 < 300ms: between the bounds 250ms and 500ms',
        'on which side of it requests are is a guess for a dashboard: add a bound at 300ms',
      ],
    ],
    [
      [limit('p50 < 20ms', 0.02)],
      [
        'warning',
        'p50 < 20ms: below the first bound, 50ms',
        'on which side of it requests are is a guess for a dashboard: add a bound at 20ms',
      ],
    ],
    [
      [limit('p95 < 300ms', 0.3), limit('p99 < 8s', 8)],
      [
        'warning',
        'p99 < 8s: above the highest bound of latency_seconds, 5s, which no estimate exceeds',
        'an alert on it never fires: add bounds at 8s and above it',
      ],
    ],
  ])('%j', (limits, expected) => {
    expect(told(judgeThresholds(LAYOUT, limits))).toEqual(expected)
  })

  it('are unknown beside a histogram with the bucket to +Inf alone', () => {
    expect(told(judgeThresholds({ ...LAYOUT, bounds: [] }, [limit('p95 < 300ms', 0.3)]))).toEqual([
      'unknown',
      'latency_seconds has no bound to hold them against',
      null,
    ])
  })

  it('are bounds also where a unit has rounded them', () => {
    expect(judgeThresholds({ ...LAYOUT, bounds: [0.1 + 0.2] }, [limit('p95 < 300ms', 0.3)]).state).toBe('ok')
  })

  it('are unknown where the histogram is not seen', () => {
    expect(judgeThresholds(null, [limit('p95 < 300ms', 0.3)]).state).toBe('unknown')
  })
})

describe('the layout', () => {
  it.each([
    [LAYOUT, [limit('p95 < 500ms', 0.5)], ['ok', '6 bounds from 50ms to 5s, 18 series', null]],
    [{ ...LAYOUT, labelSets: null }, [], ['ok', '6 bounds from 50ms to 5s', null]],
    [
      LAYOUT,
      [limit('p99 < 5s', 5)],
      [
        'warning',
        '6 bounds from 50ms to 5s, 18 series; the bucket from 1s to 5s lies below a limit',
        'an estimate in it may be up to 80% off: sla-harness buckets recommends bounds from what requests take',
      ],
    ],
    [
      { ...LAYOUT, labelSets: 1000 },
      [],
      [
        'warning',
        '6 bounds from 50ms to 5s, 9,000 series',
        'so many series are slow to scrape and to query: leave out labels with many values',
      ],
    ],
    [
      { ...LAYOUT, bounds: [] },
      [],
      [
        'warning',
        'latency_seconds is printed with the bucket to +Inf alone',
        'no quantile can be estimated from it: publish classic buckets beside native ones',
      ],
    ],
    [null, [], ['unknown', 'the histogram is not printed so far', null]],
  ])('%j', (layout, limits, expected) => {
    expect(told(judgeLayout(layout, limits))).toEqual(expected)
  })
})
