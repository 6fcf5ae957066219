import { describe, expect, it } from 'vitest'
import { histogramsOnPage, instantsOnPage, unitOnPage } from '../../../prometheus/histogram/recorded-page.ts'

const OPEN_METRICS = `# TYPE h histogram
# UNIT h milliseconds
h_bucket{le="1"} 1 10
h_bucket{le="+Inf"} 2 10
h_count 2 10
h_bucket{le="1"} 3 11.5
up 1 10
{"http.server_bucket","le"="1"} 4 10
not_a_histogram_bucket 7 10
# EOF
`

describe('a page of scrapes', () => {
  it('has the histograms whose buckets it holds', () => {
    expect(histogramsOnPage(OPEN_METRICS)).toEqual(['h', 'http.server'])
  })

  it.each([
    ['h', 'milliseconds'],
    ['http.server', undefined],
  ])('names the unit of %s: %s', (name, unit) => {
    expect(unitOnPage(OPEN_METRICS, name)).toBe(unit)
  })

  it.each([
    [
      'OpenMetrics, in seconds',
      OPEN_METRICS,
      [
        [10_000, 3],
        [11_500, 1],
      ],
    ],
    ['OpenMetrics that was cut off', 'h_bucket{le="1"} 1 1700000000\n', [[1_700_000_000_000, 1]]],
    ['OpenMetrics that was cut off, with a fraction', 'h_bucket{le="1"} 1 1700000000.25\n', [[1_700_000_000_250, 1]]],
    ['the text format, in milliseconds', 'h_bucket{le="1"} 1 1700000000000\n', [[1_700_000_000_000, 1]]],
    ['a page without timestamps, which is one instant that is not known', 'h_bucket{le="1"} 1\n', []],
  ])('is read as %s', (_, text, expected) => {
    expect(instantsOnPage(text, 'h', 'page.om').map(([atMs, samples]) => [atMs, samples.length])).toEqual(expected)
  })

  it('is read once where it holds a scrape twice, in any order', () => {
    const again = OPEN_METRICS.replace('# EOF\n', '')
    const once = instantsOnPage(OPEN_METRICS, 'h', 'page.om')
    expect(instantsOnPage(again + OPEN_METRICS, 'h', 'page.om')).toEqual(once)
  })

  it('is refused where a series has two values at one instant', () => {
    const text = 'h_bucket{le="1"} 1 10\nh_bucket{le="1"} 2 10\n# EOF\n'
    expect(() => instantsOnPage(text, 'h', 'page.om')).toThrow(
      'page.om: expected one value of h_bucket{le="1"} at 1970-01-01T00:00:10.000Z, got 1 and 2',
    )
  })

  it('is refused where its times are in another unit', () => {
    expect(() => instantsOnPage('h_bucket{le="1"} 1 1700000000000\n# EOF\n', 'h', 'page.om')).toThrow(
      'page.om: expected timestamps in seconds, got 1700000000000, thousands of years from now',
    )
  })

  it('is refused with the line of the page at which it cannot be read', () => {
    const text = '# TYPE up gauge\nup 1 10\nh_bucket{le="1"} many 10\n# EOF\n'
    expect(() => instantsOnPage(text, 'h', 'page.om')).toThrow(/^page\.om: line 3: /)
  })
})
