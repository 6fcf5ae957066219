import { describe, expect, it } from 'vitest'
import { modelAssumptions } from '../../../../harness/drill/model/model-assumptions.ts'
import { modelForRules, USUAL_BOUNDS } from '../../../../harness/drill/model/model-for-rules.ts'
import { modelsForRules } from '../../../../harness/drill/model/models-for-rules.ts'
import { sizeProblem } from '../../../../harness/drill/model/size-problem.ts'
import { alertReads } from '../../../support/alert-reads.ts'

/** So many series fit: 1.5 GB are 187,500,000 numbers. */
const scrapesFor = (series: number) => 187_500_000 / series

function requestFor(expressions: readonly string[]) {
  const { reads } = alertReads(expressions)
  return {
    ...{ reads, knownBounds: new Map(), otherBounds: USUAL_BOUNDS, limits: new Map(), overrides: [], instances: 1 },
    begin: 'at-zero' as const,
  }
}

function found(expressions: readonly string[], series: number) {
  const request = requestFor(expressions)
  const all = modelsForRules(request, ({ model, oneInstance }, reads) =>
    sizeProblem({ model, oneInstance, reads, keptScrapes: scrapesFor(series) }),
  )
  return {
    ...all,
    alerts: all.models.map(({ reads }) => reads.map(({ rule }) => rule.name).join(' ')),
    reasons: [...all.problems].map(([{ rule }, { words }]) => `${rule.name}: ${words}`),
    request,
  }
}

const ofRoutes = (metric: string) => ['/a', '/b', '/c'].map((route) => `rate(${metric}{route="${route}"}[5m]) > 1`)

describe('modelsForRules', () => {
  it('is the one model of all alerts where that fits', () => {
    const { models, alerts, request, reasons } = found(
      [...ofRoutes('http_requests_total'), 'rpc_requests_total > 1'],
      20,
    )
    expect(alerts).toEqual(['A0 A1 A2 A3'])
    expect(models[0]?.model).toEqual(modelForRules(request).model)
    expect(reasons).toEqual([])
  })

  it('has models of their own for alerts that share no series where one would be too large, and divides no others', () => {
    // With one another each of the two counters would have 3 × 3 parts.
    const expressions = [
      ...ofRoutes('http_requests_total'),
      ...ofRoutes('grpc_requests_total').map((expr) => expr.replaceAll('route', 'rpc')),
      'rate(plain_requests_total[5m]) > 1',
      'rate(other_requests_total[5m]) > 1',
    ]
    const { models, alerts, reasons } = found(expressions, 5)
    expect(alerts).toEqual(['A6 A7', 'A0 A1 A2', 'A3 A4 A5'])
    expect(models.map(({ model }) => model.routes?.length ?? 0)).toEqual([0, 3, 3])
    expect(reasons).toEqual([])
  })

  it('halves alerts of undivided requests until they fit', () => {
    const expressions = ['a', 'b', 'c', 'd'].map((name) => `rate(${name}_requests_total[5m]) > 1`)
    expect(found(expressions, 2).alerts).toEqual(['A0 A1', 'A2 A3'])
  })

  it('makes alerts alone whose labels no common one can have', () => {
    const started = (job: string) => `process_start_time_seconds{job="${job}"} > 1`
    expect(found([started('a'), started('b'), 'up == 0'], 20).alerts).toEqual(['A2', 'A0', 'A1'])
    expect(found([started('a'), started('b')], 20).alerts).toEqual(['A0', 'A1'])
  })

  it('refuses what cannot be made alert by alert, with its own reason', () => {
    const { alerts, reasons, problems } = found(
      ['rate(request_duration_seconds_bucket[5m]) > 1', 'node_load1 > 4', 'up == 0', 'scrape_samples_scraped > 9'],
      3,
    )
    expect(alerts).toEqual(['A2'])
    expect(reasons).toEqual([
      'A0: it reads 12 series with the labels that it asks for, which are 6.0 GB at once, and at most 3 are simulated; fewer --instances or a longer --scrape-interval ask for less',
      'A1: it reads node_load1, which the simulation does not make',
      'A3: it reads scrape_samples_scraped, which the simulation does not make; how large and how slow a metrics page is it does not know: --series scrape_samples_scraped=NUMBER says what it is while scrapes succeed',
    ])
    expect([...problems.values()].map(({ kind }) => kind)).toEqual(['size', 'unmade', 'unmade'])
  })

  it('says whose assumptions are whose where models differ', () => {
    const { models } = found([...ofRoutes('http_requests_total'), 'rate(rpc_requests_total{job="b"}[5m]) > 1'], 3)
    expect(modelAssumptions(models)).toEqual([
      'Not all alerts fit into one model: 2 models are simulated, each with such requests of its own. The counts of requests are those of the first.',
      'http_requests_total counts the requests that were answered.',
      'rpc_requests_total counts the requests that were answered.',
      'A0, A1 and A2: One target is scraped, instance="127.0.0.1:8000", job="service".',
      'A0, A1 and A2: The requests are divided evenly into 3 parts: {route="/a"}, {route="/b"}, {route="/c"}.',
      'Every series is there from the start of its process, at 0.',
      'A3: One target is scraped, instance="127.0.0.1:8000", job="b".',
    ])
  })
})
