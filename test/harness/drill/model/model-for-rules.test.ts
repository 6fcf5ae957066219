import { describe, expect, it } from 'vitest'
import { checkServiceModel, type SeriesBegin } from '../../../../core/drill/service-model.ts'
import { divisionsOf } from '../../../../harness/drill/model/divisions-of.ts'
import { type ModelForRules, modelForRules, USUAL_BOUNDS } from '../../../../harness/drill/model/model-for-rules.ts'
import { parseSeriesOverride } from '../../../../harness/drill/model/series-override.ts'
import { alertReads } from '../../../support/alert-reads.ts'

function modelOf(
  expressions: readonly string[],
  overrides: readonly string[] = [],
  instances = 1,
  begin: SeriesBegin = 'at-zero',
): ModelForRules {
  return modelForRules({
    reads: alertReads(expressions).reads,
    knownBounds: new Map(),
    otherBounds: USUAL_BOUNDS,
    limits: new Map(),
    overrides: overrides.map(parseSeriesOverride),
    instances,
    begin,
  })
}

const counters = ({ model }: ModelForRules) =>
  model.series.map((each) => [
    each.metric,
    'requests' in each ? each.requests : each.value,
    'labels' in each ? each.labels : {},
  ])

describe('modelForRules', () => {
  it('tells failed requests by the label and the values that the rules tell them by', () => {
    const found = modelOf([
      'sum(rate(http_requests_total{job="api",code=~"5.."}[5m])) / sum(rate(http_requests_total{job="api"}[5m])) > 0.01',
    ])
    expect(counters(found)).toEqual([
      ['http_requests_total', 'succeeded', { code: '200' }],
      ['http_requests_total', 'failed', { code: '500' }],
    ])
    expect(found.model.targets).toEqual([{ labels: { instance: '127.0.0.1:8000', job: 'api' }, share: 1 }])
    expect(found.unmade).toEqual([[]])
  })

  it.each([
    ['grpc_server_handled_total', 'grpc_code=~"Internal|Unknown"', 'grpc_code', 'OK', 'Internal'],
    ['http_requests_total', 'status!="success"', 'status', 'success', 'error'],
    ['dns_responses_total', 'rcode="SERVFAIL"', 'rcode', 'rcode', 'SERVFAIL'],
  ])('tells those of %s with %s apart', (metric, matcher, label, good, bad) => {
    const { model } = modelOf([`rate(${metric}{${matcher}}[5m]) / rate(${metric}[5m]) > 0.1`])
    expect(model.series.map((each) => ('labels' in each ? each.labels[label] : undefined))).toEqual([good, bad])
  })

  it.each([
    ['le=~"0.7|0.7"', [0.7]],
    ['le=~"(0.7|70.0)"', [0.7, 70]],
    ['le=~"7(\\\\.0)?"', [7]],
    ['le=~".+"', []],
    ['le!~"0.7"', []],
  ])('makes no other bounds than those that {%s} names, beside the usual ones', (matcher, bounds) => {
    const [histogram] = modelOf([`rate(request_duration_seconds_bucket{${matcher}}[5m]) > 1`]).model.series
    const all = histogram?.kind === 'histogram' ? histogram.upperBounds : []
    expect(all.filter((bound) => !USUAL_BOUNDS.includes(bound))).toEqual(bounds)
  })

  it('makes nothing of what alerts read that are not simulated, and divides no requests for them', () => {
    const simulated = 'rate(http_requests_total{job="api",code=~"5.."}[5m]) > 1'
    const others = [
      'node_load1 / on (job) group_left () rate(http_requests_total{job="batch"}[5m]) > 1',
      'rate(queue_calls_total[5m]) > 1 and kube_pod_info > 0',
    ]
    const found = modelOf([...others, simulated])
    expect(found.unmade).toEqual([['node_load1'], ['kube_pod_info'], []])
    expect(found.model).toEqual(modelOf([simulated]).model)
  })

  it('makes the bounds that selectors name, written as they write them', () => {
    const { model } = modelOf([
      'rate(request_duration_seconds_bucket{le="0.3"}[5m]) / rate(request_duration_seconds_bucket{le="+Inf"}[5m]) < 0.9',
    ])
    const [histogram] = model.series
    expect(histogram).toMatchObject({ kind: 'histogram', metric: 'request_duration_seconds', unitsPerSecond: 1 })
    expect(histogram?.kind === 'histogram' && histogram.upperBounds).toContain(0.3)
  })

  it('counts milliseconds where the name says so', () => {
    const { model } = modelOf(['histogram_quantile(0.9, rate(istio_request_duration_milliseconds_bucket[5m])) > 300'])
    expect(model.series[0]).toMatchObject({ unitsPerSecond: 1000, upperBounds: expect.arrayContaining([5, 10_000]) })
  })

  it('divides the requests where selectors ask for labels that exclude each other', () => {
    const { model, unmade } = modelOf(
      ['GET', 'POST'].map((verb) => `rate(api_request_duration_seconds_count{verb="${verb}"}[5m]) > 9`),
    )
    expect(model.routes?.map(({ labels, share }) => [labels.verb, share])).toEqual([
      ['GET', 0.5],
      ['POST', 0.5],
    ])
    expect(unmade).toEqual([[], []])
  })

  it('makes what Prometheus adds with a scrape only where somebody says what it is', () => {
    const rules = ['scrape_duration_seconds{job="api"} > 1', 'scrape_samples_scraped > 1000']
    expect(modelOf(rules).unmade).toEqual([['scrape_duration_seconds{job="api"}'], ['scrape_samples_scraped']])
    const found = modelOf(rules, ['scrape_duration_seconds=0.05'])
    expect(found.unmade).toEqual([[], ['scrape_samples_scraped']])
    expect(found.model.series).toEqual([{ kind: 'scrape', metric: 'scrape_duration_seconds', value: 0.05 }])
    expect(found.model.targets?.[0]?.labels.job).toBe('api')
    expect(found.assumptions).toContain('scrape_duration_seconds is 0.05 with every scrape, and 0 where one fails.')
  })

  it('names what cannot be made, alert by alert', () => {
    const { unmade } = modelOf([
      'up == 0',
      'pg_stat_activity_count > 9',
      'rate(http_requests_total{code="404"}[5m]) > 1 and up == 1',
    ])
    expect(unmade).toEqual([[], ['pg_stat_activity_count'], ['http_requests_total{code="404"}']])
  })

  it('takes from a user what a metric is', () => {
    expect(
      counters(modelOf(['rate(jobs_done[5m]) > 1', 'queue_length > 5'], ['jobs_done=failed', 'queue_length=3'])),
    ).toEqual([
      ['jobs_done', 'failed', {}],
      ['queue_length', 3, {}],
    ])
  })

  it.each<[SeriesBegin, string, string]>([
    [
      'at-zero',
      'rate(http_requests_total{code="500"}[5m]) > 1',
      'Every series is there from the start of its process, at 0.',
    ],
    [
      'with-first-count',
      'rate(http_errors_total[5m]) > 1',
      'Every series is there from the start of its process, at 0.',
    ],
    [
      'with-first-count',
      'rate(http_requests_total{code="500"}[5m]) > 1',
      'A series with labels of its requests, such as http_requests_total{code="500"}, is there from the first request on that it counts, and anew after a restart: rate() and increase() do not see what it has counted by its first scrape.',
    ],
    [
      'with-first-count',
      'rate(api_seconds_count{verb="GET"}[5m]) > rate(api_seconds_count{verb="POST"}[5m])',
      'A series with labels of its requests, such as api_seconds{verb="GET"}, is there from the first request on that it counts, and anew after a restart: rate() and increase() do not see what it has counted by its first scrape.',
    ],
  ])('says with %s of %s when series begin', (begin, expression, sentence) => {
    const { model } = modelOf([expression], [], 1, begin)
    expect(model.begin).toBe(begin)
    expect(divisionsOf(model).at(-1)).toBe(sentence)
  })

  it('always makes a model that can be simulated', () => {
    for (const instances of [1, 3]) {
      const { model } = modelOf(
        ['up{job="a"} == 0', 'up{job="b"} == 0', 'rate(http_requests_total{job="a"}[1m]) > 1'],
        [],
        instances,
      )
      expect(() => checkServiceModel(model)).not.toThrow()
      expect(model.targets).toHaveLength(2 * instances)
    }
  })
})
