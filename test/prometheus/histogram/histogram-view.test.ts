import { describe, expect, it } from 'vitest'
import { histogramViewer } from '../../../prometheus/histogram/histogram-view.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'
import type { LabelMatcher } from '../../../prometheus/series/series.ts'

/** The view of a page: each label set's bounds with their counts, its sum and count. */
function viewOf(page: string, matchers: readonly LabelMatcher[] = []) {
  const view = histogramViewer('h', matchers)(parseExposition(page, 'text/plain').samples)
  return [...view.values()].map(({ buckets, sum, count }) => {
    const bounds = buckets.map(({ upperBound, cumulativeCount }) => `${upperBound}:${cumulativeCount}`)
    return `${bounds.join(' ')} sum ${sum} count ${count}`
  })
}

describe('histogramViewer', () => {
  it('sorts the bounds of a histogram, whatever the order of the page', () => {
    const page =
      'h_sum 7\nh_bucket{le="+Inf"} 4\nh_bucket{le="10"} 3\nh_count 4\nh_bucket{le="9"} 1\nother_bucket{le="1"} 9\n'
    expect(viewOf(page)).toEqual(['9:1 10:3 Infinity:4 sum 7 count 4'])
  })

  it('keeps label sets apart', () => {
    const page = 'h_bucket{le="+Inf",r="/a"} 1\nh_bucket{r="/b",le="+Inf"} 2\nh_sum{r="/b"} 5\n'
    expect(viewOf(page)).toEqual(['Infinity:1 sum 0 count 1', 'Infinity:2 sum 5 count 2'])
  })

  it('leaves out series that the matchers do not accept', () => {
    const page = 'h_bucket{le="+Inf",r="/a"} 1\nh_bucket{r="/b",le="+Inf"} 2\n'
    expect(viewOf(page, [{ label: 'r', operator: '=~', value: '/b|/c' }])).toEqual(['Infinity:2 sum 0 count 2'])
  })

  it.each([
    ['without a bucket at +Inf', 'h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n'],
    ['whose bound is not a number', 'h_bucket{le="many"} 1\n'],
    ['without a bound', 'h_bucket 1\n'],
    ['that the page does not have', 'g 1\n'],
  ])('shows nothing of a histogram %s', (_, page) => {
    expect(viewOf(page)).toEqual([])
  })
})
