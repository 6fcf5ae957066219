import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import {
  checkInitialScrapes,
  checkRoutes,
  histogramNames,
  listNames,
  stillMissing,
} from '../../../prometheus/observation/initial-scrape.ts'
import { routeSelections } from '../../../prometheus/observation/route-selections.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

function check(text: string, histogram: string, match = ''): readonly string[] {
  const page = parseExposition(text, 'text/plain')
  const labels = page.samples.map((sample) => ({ ...sample.labels, instance: 'h:1' }))
  return checkInitialScrapes([{ url: 'http://h:1/metrics', page, labels }], histogramSelection(histogram, match))
}

const PAGE = `# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="1",route="/predict",method="POST"} 1
http_request_duration_seconds_bucket{le="+Inf",route="/predict",method="POST"} 1
http_request_duration_seconds_sum{route="/predict",method="POST"} 1
http_request_duration_seconds_count{route="/predict",method="POST"} 1
# TYPE db_latency_seconds histogram
# TYPE pause_seconds summary
pause_seconds{quantile="0.5"} 1
# TYPE queue_length gauge
queue_length 1
untyped_hits 1
sized_count 1
sized_sum 1
`

describe('checkInitialScrapes accepts', () => {
  it.each([
    ['the histogram is there', 'http_request_duration_seconds', ''],
    ['with the matchers', 'http_request_duration_seconds', '{route="/predict"}'],
    ['a label of the target matches', 'http_request_duration_seconds', '{instance="h:1"}'],
    ['a label that must be missing is missing', 'http_request_duration_seconds', '{zone=""}'],
    ['it is declared and may yet get series', 'db_latency_seconds', '{route="/predict"}'],
  ])('%s', (_, histogram, match) => {
    expect(check(PAGE, histogram, match)).toEqual([])
  })
})

it('checkInitialScrapes names the values that exist where a value may come with the first request', () => {
  expect(check(PAGE, 'http_request_duration_seconds', '{route="/other"}')).toEqual([
    'http_request_duration_seconds{route="/other"}: before the first request no series matches: route is /predict, not /other. Labels of a series may appear with its first observation, so it is looked for again while requests are answered',
  ])
  expect(check(PAGE, 'http_request_duration_seconds', '{route="/predcit"}')[0]).toContain(
    'route is /predict, not /predcit (did you mean /predict?)',
  )
})

describe('the matchers of single requests before a run', () => {
  const checkMatches = (text: string, ...matches: readonly string[]) => {
    const page = parseExposition(text, 'text/plain')
    const labels = page.samples.map((sample) => ({ ...sample.labels, instance: 'h:1' }))
    const routes = routeSelections('http_request_duration_seconds', '', matches)
    return checkRoutes([{ url: 'http://h:1/metrics', page, labels }], routes)
  }

  it('are as they should be, or wait for a histogram that is not printed yet', () => {
    expect(checkMatches(PAGE, '{route="/predict"}')).toEqual([])
    expect(checkMatches('queue_length 1\n', '{route="/predict"}', '{method="POST"}')).toEqual([])
  })

  it('are told the values that there are', () => {
    expect(checkMatches(PAGE, '{route="/predcit"}')).toEqual([
      expect.stringContaining(
        '{route="/predcit"}: before the first request no series matches: route is /predict, not /predcit (did you mean /predict?)',
      ),
    ])
  })

  it('are a mistake where they ask for a label that no series has', () => {
    expect(() => checkMatches(PAGE, '{rout="/predict"}')).toThrow(UserError)
    expect(() => checkMatches(PAGE, '{rout="/predict"}')).toThrow('got rout (did you mean route?)')
  })

  it('are told of series that two of them accept, once', () => {
    expect(checkMatches(PAGE, '{route="/predict"}', '{method="POST"}')).toEqual([
      'the matchers {method="POST"} and {route="/predict"} of two requests both accept http_request_duration_seconds{instance="h:1", method="POST", route="/predict"}: what each of the two counts is not its own; narrow them, or write the same for both',
    ])
  })
})

describe('checkInitialScrapes warns of', () => {
  it.each([
    [
      'a histogram that is not there yet',
      PAGE,
      'inference_time_milliseconds',
      'http://h:1/metrics: before the first request no histogram named inference_time_milliseconds is printed; printed are: http_request_duration_seconds, db_latency_seconds. Some libraries print one only after its first observation, so it is looked for again while requests are answered',
    ],
    [
      'one with a name somewhat alike',
      PAGE,
      'http_response_duration_seconds',
      'is printed (did you mean http_request_duration_seconds?); printed are',
    ],
    ['an empty page', '', 'model_latency_seconds', 'is printed; printed are: none.'],
    [
      'samples with times of their own',
      'h_bucket{le="1"} 1 1700000000000\nh_bucket{le="+Inf"} 1 1700000000000\n',
      'h',
      'h is printed with times of its own, as a federation or a gateway prints it',
    ],
    [
      'buckets without the one at +Inf',
      'h_bucket{le="1"} 1\nh_count 1\n',
      'h',
      'h is printed without a bucket at +Inf: rules that draw a quantile from it have no data',
    ],
    [
      'a native histogram as text shows it',
      'h_bucket{le="+Inf"} 1\nh_count 1\n',
      'h',
      'h is printed with the bucket at +Inf alone, as a native histogram is in a page of text',
    ],
  ])('%s', (_, page, histogram, warning) => {
    expect(check(page, histogram)).toEqual([expect.stringContaining(warning)])
  })
})

it.each([
  ['h', null],
  ['other', 'requests were answered, and no histogram named other is printed yet; printed are: h'],
])('looks again for %s', (name, sentence) => {
  expect(stillMissing([{ page: parseExposition('h_bucket{le="1"} 1\n', 'text/plain') }], name)).toBe(sentence)
})

describe('checkInitialScrapes rejects', () => {
  it.each([
    [
      'a name nearly right',
      'http_requests_duration_seconds',
      '',
      'http://h:1/metrics: expected a histogram named http_requests_duration_seconds, got none (did you mean http_request_duration_seconds?)',
    ],
    [
      'the name of its buckets',
      'http_request_duration_seconds_bucket',
      '',
      'http://h:1/metrics: expected a histogram named http_request_duration_seconds_bucket, got the name of one of its series (did you mean http_request_duration_seconds?)',
    ],
    [
      'a summary',
      'pause_seconds',
      '',
      'http://h:1/metrics: expected a histogram named pause_seconds, got a summary without buckets',
    ],
    [
      'a gauge',
      'queue_length',
      '',
      'http://h:1/metrics: expected a histogram named queue_length, got a gauge without buckets',
    ],
    [
      'a series of no type',
      'untyped_hits',
      '',
      'http://h:1/metrics: expected a histogram named untyped_hits, got a series without buckets',
    ],
    [
      'a histogram without buckets',
      'sized',
      '',
      'http://h:1/metrics: expected a histogram named sized, got its count and sum without buckets: it is a summary, or a native histogram, whose buckets are never in a page of text',
    ],
    [
      'a label that no series has',
      'http_request_duration_seconds',
      '{rout="/predict"}',
      'http_request_duration_seconds{rout="/predict"}: expected a label that the series of http_request_duration_seconds have (instance, method, route), got rout (did you mean route?); one of them is http_request_duration_seconds{instance="h:1", le="1.0", method="POST", route="/predict"}',
    ],
  ])('%s', (_, histogram, match, message) => {
    expect(() => check(PAGE, histogram, match)).toThrow(UserError)
    expect(() => check(PAGE, histogram, match)).toThrow(message)
  })
})

it('names the histograms of the pages, declared or printed', () => {
  const page = parseExposition(`${PAGE}odd_bucket{le="1"} 1\n`, 'text/plain')
  expect(histogramNames([{ page }])).toEqual(['http_request_duration_seconds', 'db_latency_seconds', 'odd'])
})

it.each([
  [[], 'none'],
  [['a', 'b'], 'a, b'],
  [[...'abcdefghij'], 'a, b, c, d, e, f, g, h and 2 more'],
])('lists %j as %s', (names, text) => {
  expect(listNames(names)).toBe(text)
})
