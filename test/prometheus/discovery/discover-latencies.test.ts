// Pages as real libraries print them.

import { describe, expect, it } from 'vitest'
import { shareSlowerThan } from '../../../core/discovery/discovered-latency.ts'
import { discoverLatencies } from '../../../prometheus/discovery/discover-latencies.ts'
import type { InitialScrape } from '../../../prometheus/observation/initial-scrape.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

function pageOf(text: string, url = 'http://h:1/metrics'): InitialScrape {
  const page = parseExposition(text, 'text/plain')
  return { url, page, labels: page.samples.map(({ labels }) => labels) }
}

function discovered(later: string | readonly string[], earlier = later, betweenSeconds = 2) {
  const pages = (texts: string | readonly string[]) => [texts].flat().map((text) => pageOf(text))
  return discoverLatencies({ earlier: pages(earlier), later: pages(later), betweenSeconds, nowUnixSeconds: 1000 })
}

/** @param counts cumulative, at each bound and at +Inf */
function histogram(name: string, labels: string, bounds: readonly number[], counts: readonly number[], sum: number) {
  const lines = [...bounds, '+Inf'].map((le, i) => `${name}_bucket{${labels}le="${le}"} ${counts[i]}\n`).join('')
  const own = labels === '' ? '' : `{${labels.replace(/,$/, '')}}`
  return `${lines}${name}_sum${own} ${sum}\n${name}_count${own} ${counts.at(-1)}\n`
}

const EXPRESS = `# TYPE http_request_duration_seconds histogram
${histogram('http_request_duration_seconds', 'method="GET",route="/items/:id",status_code="200",', [0.1, 0.5, 1], [90, 96, 100, 100], 9)}${histogram('http_request_duration_seconds', 'method="GET",route="/items/:id",status_code="503",', [0.1, 0.5, 1], [0, 0, 0, 25], 50)}${histogram('http_request_duration_seconds', 'method="POST",route="/cart",status_code="201",', [0.1, 0.5, 1], [0, 10, 10, 10], 2)}# TYPE process_start_time_seconds gauge
process_start_time_seconds 500
`

describe('a histogram of requests', () => {
  it('is found with its unit, bounds, labels and routes', () => {
    const [found, ...others] = discovered(EXPRESS)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      name: 'http_request_duration_seconds',
      kind: 'classic',
      purpose: 'requests',
      unit: { name: 'seconds', from: 'name' },
      bounds: [0.1, 0.5, 1],
      routeLabel: 'route',
      methodLabel: 'method',
    })
    expect(found?.labels.map(({ name, values }) => `${name}: ${values.join(' ')}`)).toEqual([
      'method: GET POST',
      'route: /cart /items/:id',
      'status_code: 200 201 503',
    ])
    expect(found?.routes.map(({ method, path, counts }) => [method, path, counts.count])).toEqual([
      ['GET', '/items/:id', 125],
      ['POST', '/cart', 10],
    ])
  })

  it('is counted over all its series, with what a sum and a start say', () => {
    const [found] = discovered(EXPRESS)
    expect(found?.all).toMatchObject({ count: 135, averageRatePerSecond: 135 / 500, serverErrorShare: 25 / 135 })
    expect(found?.all.meanSeconds).toBeCloseTo(61 / 135, 12)
    expect(found && shareSlowerThan(found.all, 0.5)).toBeCloseTo(1 - 106 / 135, 12)
    expect(found && shareSlowerThan(found.all, 0.3)).toBeNull()
  })

  it('bounds the P95 beyond its highest bound by what the sum allows', () => {
    const [found] = discovered(EXPRESS)
    expect(found?.all.p95?.lowerSeconds).toBe(1)
    // 135 observations: the 129th is the 19th of the 25 above 1 s, so that 7 are as long or longer.
    expect(found?.all.p95?.upperSeconds).toBeGreaterThan(1)
    expect(found?.all.p95?.upperSeconds).toBeLessThan(7)
  })

  it('is counted by second between two looks', () => {
    const later = EXPRESS.replaceAll(
      'route="/cart",status_code="201",le="+Inf"} 10',
      'route="/cart",status_code="201",le="+Inf"} 30',
    ).replace(
      '_count{method="POST",route="/cart",status_code="201"} 10',
      '_count{method="POST",route="/cart",status_code="201"} 30',
    )
    const [found] = discovered(later, EXPRESS, 4)
    expect(found?.all.ratePerSecond).toBe(5)
    expect(found?.routes.find(({ path }) => path === '/cart')?.counts.ratePerSecond).toBe(5)
  })

  it('has no rate where a count fell meanwhile: the process was started anew', () => {
    const [found] = discovered(EXPRESS, EXPRESS.replaceAll(' 100\n', ' 900\n'))
    expect(found?.all.ratePerSecond).toBeNull()
  })

  it('is read in seconds, whatever its unit', () => {
    const [found] = discovered(histogram('http_request_duration_ms', '', [5, 250], [1, 2, 2], 200))
    expect(found).toMatchObject({ unit: { name: 'milliseconds', from: 'name' }, bounds: [0.005, 0.25] })
    expect(found?.all.meanSeconds).toBeCloseTo(0.1, 12)
  })

  it('is taken for milliseconds where nothing says its unit and its bounds cannot be seconds', () => {
    const [found] = discovered(histogram('http_request_duration', '', [5, 250, 5000], [1, 2, 2, 2], 200))
    expect(found).toMatchObject({ unit: { name: 'milliseconds', from: 'convention' }, bounds: [0.005, 0.25, 5] })
  })

  it('has the bounds that all its series have, where they differ', () => {
    const page =
      histogram('request_seconds', 'route="/a",', [0.1, 0.2, 1], [1, 2, 3, 3], 1) +
      histogram('request_seconds', 'route="/b",', [0.1, 0.5, 1], [1, 2, 3, 4], 1)
    const [found] = discovered(page)
    expect(found?.bounds).toEqual([0.1, 1])
    expect(found?.all.buckets.map(({ cumulativeCount }) => cumulativeCount)).toEqual([2, 6, 7])
  })

  it('is added up over the pages of several instances', () => {
    const page = histogram('request_seconds', 'route="/a",', [0.1], [1, 2], 1)
    expect(discovered([page, page])[0]?.all.count).toBe(4)
  })

  it('is known by its TYPE line before anything was observed', () => {
    const [found] = discovered('# TYPE http_request_duration_seconds histogram\n')
    expect(found).toMatchObject({ kind: 'classic', bounds: [], routes: [] })
    expect(found?.all).toMatchObject({ count: 0, ratePerSecond: 0, meanSeconds: null, p95: null })
  })

  it('is known without a TYPE line', () => {
    expect(discovered(histogram('request_seconds', '', [0.1], [1, 2], 1))[0]).toMatchObject({ kind: 'classic' })
  })

  it('has no P95 while nothing was observed', () => {
    const [found] = discovered(histogram('request_seconds', '', [0.1, 1], [0, 0, 0], 0))
    expect(found).toMatchObject({ bounds: [0.1, 1], all: { count: 0, p95: null, serverErrorShare: null } })
  })
})

describe('what has no buckets', () => {
  it('is a native histogram where the bucket at +Inf stands alone, or none at all', () => {
    const type = '# TYPE request_seconds histogram\n'
    expect(
      discovered(`${type}request_seconds_bucket{le="+Inf"} 3\nrequest_seconds_sum 1\nrequest_seconds_count 3\n`)[0],
    ).toMatchObject({ kind: 'native', bounds: [], all: { count: 3, p95: null } })
    expect(discovered(`${type}request_seconds_sum 1\nrequest_seconds_count 3\n`)[0]?.kind).toBe('native')
  })

  it('is a summary, whose P95 lies between those of its series', () => {
    const series = (route: string, p95: number) =>
      `request_seconds{route="${route}",quantile="0.95"} ${p95}\nrequest_seconds_sum{route="${route}"} 1\nrequest_seconds_count{route="${route}"} 3\n`
    const [found] = discovered(`# TYPE request_seconds summary\n${series('/a', 0.2)}${series('/b', 0.4)}`)
    expect(found).toMatchObject({ kind: 'summary', all: { count: 6, p95: { lowerSeconds: 0.2, upperSeconds: 0.4 } } })
  })

  it('tells no P95 where a summary prints none, or NaN', () => {
    const of = (lines: string) =>
      discovered(`# TYPE request_seconds summary\n${lines}request_seconds_sum 1\nrequest_seconds_count 3\n`)[0]?.all.p95
    expect(of('')).toBeNull()
    expect(of('request_seconds{quantile="0.95"} NaN\n')).toBeNull()
    expect(of('request_seconds{quantile="0.99"} 1\n')).toBeNull()
  })
})

describe('several metrics', () => {
  const one = (name: string, labels = '') =>
    `# TYPE ${name} histogram\n${histogram(name, labels, [0.1, 1], [1, 2, 2], 1)}`

  it('come with the one first that observes the requests to this service', () => {
    const page = [
      one('db_query_duration_seconds'),
      one('http_client_request_duration_seconds', 'uri="/x",'),
      one('startup_duration_seconds'),
      one('http_server_requests_seconds', 'method="GET",uri="/a",status="200",'),
      one('http_request_duration_highr_seconds'),
    ].join('')
    expect(discovered(page).map(({ name, purpose }) => `${name} ${purpose}`)).toEqual([
      'http_server_requests_seconds requests',
      'http_request_duration_highr_seconds requests',
      'startup_duration_seconds unclear',
      'http_client_request_duration_seconds dependencies',
      'db_query_duration_seconds dependencies',
    ])
  })

  it('leave out what is no latency, and what the runtime observes of itself', () => {
    const page = [
      one('nodejs_gc_duration_seconds', 'kind="minor",'),
      '# TYPE go_gc_duration_seconds summary\ngo_gc_duration_seconds{quantile="1"} 0\ngo_gc_duration_seconds_sum 0\ngo_gc_duration_seconds_count 0\n',
      one('http_request_size_bytes'),
      one('response_length'),
      one('batch_rows'),
      '# TYPE http_requests_total counter\nhttp_requests_total 4\n',
    ].join('')
    expect(discovered(page)).toEqual([])
  })

  it('are none on an empty page', () => {
    expect(discovered('')).toEqual([])
  })
})
