// What a Prometheus has recorded of a service: how its traffic goes up and down, its buckets, and what fell into them. It is
// asked for sums of what the rules read; nothing is sent to the service.

import { histogramQuantile } from '../../../core/histogram/histogram-quantile.ts'
import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'
import { SECONDS_PER_UNIT, unitOfName } from '../../../core/histogram/latency-unit.ts'
import type { DrillSource } from '../../../core/report/drill-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { UserError } from '../../../core/user-error.ts'
import { QueryApi } from '../../../prometheus/api/query-api.ts'
import { explained } from '../../../prometheus/backtest/read/prometheus-record.ts'
import type { VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../../prometheus/promql/expression/format-expression.ts'
import { CREDENTIAL_VARIABLES, type RemoteAccess } from '../../../prometheus/remote/access.ts'
import { parseGoFloat } from '../../../prometheus/series/go-float.ts'
import { METRIC_NAME } from '../../../prometheus/series/series.ts'
import { metricKind } from '../model/metric-kind.ts'
import { isOutcomeLabel } from '../model/outcome-values.ts'
import type { DrilledService } from './drilled-service.ts'
import { measuredLatency } from './measured-latency.ts'
import { failureSelectors, usualFailures } from './recorded-failures.ts'
import { trafficShape } from './traffic-shape.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SHAPE_DAYS = 28
const LATENCY_RANGE = '7d'

export interface PrometheusQuestion {
  readonly access: RemoteAccess
  /** What the alerts read of the service. */
  readonly selectors: readonly VectorSelector[]
  readonly nowMs: number
}

/** @throws UserError where it cannot be asked, or has nothing of what the rules read */
export async function serviceOfPrometheus({ access, selectors, nowMs }: PrometheusQuestion): Promise<DrilledService> {
  const place = access.baseUrl
  const api = new QueryApi(access)
  try {
    return await asked(api, { selectors, nowMs, source: { kind: 'prometheus', place } })
  } catch (error) {
    throw explained(error, place, CREDENTIAL_VARIABLES)
  } finally {
    await api.close()
  }
}

interface Asked {
  readonly selectors: readonly VectorSelector[]
  readonly nowMs: number
  readonly source: DrillSource
}

async function asked(api: QueryApi, { selectors, nowMs, source }: Asked): Promise<DrilledService> {
  const [first] = selectors.flatMap((selector) => countOf(selector, selectors))
  if (first === undefined)
    throw new UserError(
      `--prometheus ${source.place}: expected rules that read a histogram or a counter of requests, got none: --rate says how much traffic there is`,
    )
  const series = await api.queryRange(`sum(rate(${first}[1h]))`, stepsUntil(nowMs, HOUR_MS), HOUR_MS)
  const rates = (series[0]?.samples ?? []).flatMap(({ timestampMs, value }) =>
    Number.isFinite(value) ? [{ atMs: timestampMs - HOUR_MS / 2, rate: value }] : [],
  )
  if (rates.length === 0)
    throw new UserError(
      `--prometheus ${source.place}: expected samples of ${first} in the last ${SHAPE_DAYS} days, got none`,
    )
  const meanRate = rates.reduce((sum, { rate }) => sum + rate, 0) / rates.length
  const bases = [...new Set(selectors.flatMap((selector) => baseOf(selector, selectors) ?? []))]
  const histograms = await Promise.all(
    bases.map(async (base) => ({ base, buckets: await bucketsOf(api, base, nowMs) })),
  )
  const found = histograms.filter(({ buckets }) => buckets.length > 1)
  const [observed] = found
  return {
    traffic: { source, meanRate, ...trafficShape(rates, HOUR_MS / 1e3) },
    latency: observed === undefined ? null : latencyOf(observed.base, observed.buckets, source),
    knownBounds: new Map(
      found.map(({ base, buckets }) => [
        base,
        buckets.map(({ upperBound }) => upperBound).filter((bound) => Number.isFinite(bound)),
      ]),
    ),
    failures: await failuresOf(api, selectors, nowMs),
    objectives: [],
    notes: [`The traffic is that of ${first} in the last ${counted(Math.ceil(rates.length / 24), 'day')}.`],
  }
}

/** The ends of as many steps as there are in so many days: each tells of the step before it. */
function stepsUntil(nowMs: number, stepMs: number): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: nowMs - SHAPE_DAYS * DAY_MS + stepMs, toMs: nowMs }
}

/** Null where the rules tell no failures, or none was recorded. */
async function failuresOf(
  api: QueryApi,
  selectors: readonly VectorSelector[],
  nowMs: number,
): Promise<DrilledService['failures']> {
  const found = failureSelectors(selectors)
  if (found === undefined) return null
  const ratesOf = async (selector: VectorSelector) => {
    const [series] = await api.queryRange(
      `sum(rate(${formatExpression(selector)}[1d]))`,
      stepsUntil(nowMs, DAY_MS),
      DAY_MS,
    )
    return series?.samples ?? []
  }
  const failing = new Map((await ratesOf(found.failed)).map(({ timestampMs, value }) => [timestampMs, value]))
  if (failing.size === 0) return null
  const days = (await ratesOf(found.all)).map(({ timestampMs, value }) => ({
    all: value,
    failed: failing.get(timestampMs) ?? 0,
  }))
  const usual = usualFailures(days)
  if (usual === null) return null
  const { share, isPooled, busyDays } = usual
  const when = isPooled ? `in all of ${counted(busyDays, 'day')}` : `on the median of ${counted(busyDays, 'day')}`
  return { share, sentence: `as ${formatExpression(found.failed)} has them ${when}` }
}

/** A counter of all requests that a selector reads, or that stands beside the buckets it reads. */
function countOf(selector: VectorSelector, all: readonly VectorSelector[]): readonly string[] {
  const { metric, matchers } = selector
  const base = baseOf(selector, all)
  const kind = metricKind(metric ?? '', new Set())
  const name =
    base !== undefined ? `${base}_count` : kind?.kind === 'counter' && kind.counts === 'answered' ? metric : null
  if (name === null || name === undefined) return []
  const kept = matchers.filter(({ label }) => label !== METRIC_NAME && label !== 'le' && !isOutcomeLabel(label))
  return [
    formatExpression({
      ...selector,
      metric: name,
      matchers: [{ label: METRIC_NAME, operator: '=', value: name, pattern: null }, ...kept],
      offsetMs: 0,
      at: null,
    }),
  ]
}

function baseOf({ metric }: VectorSelector, all: readonly VectorSelector[]): string | undefined {
  const histograms = all.flatMap((each) =>
    each.metric?.endsWith('_bucket') ? [each.metric.slice(0, -'_bucket'.length)] : [],
  )
  const kind = metricKind(metric ?? '', new Set(histograms))
  return kind?.kind === 'histogram' ? kind.base : undefined
}

/** Ascending. */
async function bucketsOf(api: QueryApi, base: string, nowMs: number): Promise<readonly HistogramBucket[]> {
  const answer = await api.query(`sum by (le) (increase(${base}_bucket[${LATENCY_RANGE}]))`, nowMs)
  if (answer.type !== 'vector') return []
  const buckets = answer.samples.flatMap(({ labels, value }) => {
    const le = parseGoFloat(labels.le ?? '')
    return le === undefined || !Number.isFinite(value) ? [] : [{ upperBound: le, cumulativeCount: value }]
  })
  return buckets.sort((a, b) => a.upperBound - b.upperBound)
}

/** Evenly spread inside of each bucket: a histogram tells no more. */
function latencyOf(base: string, buckets: readonly HistogramBucket[], source: DrillSource): DrilledService['latency'] {
  const secondsPerUnit = SECONDS_PER_UNIT[unitOfName(base) ?? 'seconds']
  if (!((buckets.at(-1)?.cumulativeCount ?? 0) > 0)) return null
  return {
    source,
    wakeLatenessSeconds: 0,
    model: measuredLatency((quantile) => secondsPerUnit * histogramQuantile(quantile, buckets)),
    sentence: `as ${base} has them in the last ${LATENCY_RANGE}, spread evenly inside of each bucket`,
  }
}
