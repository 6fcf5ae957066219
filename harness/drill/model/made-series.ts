// Every series that the model of a service makes: for a message, and with its labels.

import {
  type ModelScrapeGauge,
  type ModelSeries,
  routesOf,
  type ServiceModel,
  targetsOf,
} from '../../../core/drill/service-model.ts'
import type { VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { acceptsLabels } from '../../../prometheus/series/label-matcher.ts'
import { formatLabels } from '../../../prometheus/series/labels.ts'
import { type Labels, METRIC_NAME } from '../../../prometheus/series/series.ts'

/** For a message, what a simulation makes: `http_requests_total{code="200"}`, a histogram by its name and suffixes. */
export function madeSeries(models: readonly ServiceModel[]): readonly string[] {
  const series = models.flatMap((model) => model.series)
  const names = series.map((each) => {
    if (each.kind === 'scrape') return each.metric
    const { kind, metric, labels } = each
    return kind === 'histogram'
      ? `${metric}_bucket, _sum and _count`
      : formatLabels({ ...labels, [METRIC_NAME]: metric })
  })
  return [...new Set(names), 'up']
}

/** The labels of every series that is made. */
export function madeLabels(model: ServiceModel): readonly Labels[] {
  const targets = targetsOf(model)
  const parts = targets.flatMap((target) => routesOf(model).map(({ labels }) => ({ ...target.labels, ...labels })))
  const up = targets.map(({ labels }) => ({ ...labels, [METRIC_NAME]: 'up' }))
  const others = model.series.flatMap((each): readonly Labels[] => {
    if (each.kind === 'scrape') return targets.map(({ labels }) => ({ ...labels, [METRIC_NAME]: each.metric }))
    return (each.kind === 'gauge' ? targets.map(({ labels }) => labels) : parts).flatMap((part) =>
      namesOf(each).map((own) => ({ ...part, ...each.labels, ...own })),
    )
  })
  return [...up, ...others]
}

/** Finds the series that a selector selects. Looked up by metric: rules have a thousand selectors, and the model more series. */
export function selectedSeries(model: ServiceModel): (selector: VectorSelector) => readonly Labels[] {
  const made = madeLabels(model)
  const ofMetric = new Map<string, Labels[]>()
  for (const labels of made) {
    const name = labels[METRIC_NAME] ?? ''
    const known = ofMetric.get(name)
    if (known) known.push(labels)
    else ofMetric.set(name, [labels])
  }
  return ({ metric, matchers }) =>
    (metric === null ? made : (ofMetric.get(metric) ?? [])).filter((labels) => acceptsLabels(matchers, labels, true))
}

function namesOf(series: Exclude<ModelSeries, ModelScrapeGauge>): readonly Readonly<Record<string, string>>[] {
  if (series.kind !== 'histogram') return [{ [METRIC_NAME]: series.metric }]
  const { metric, upperBounds, boundLabels = upperBounds.map(String) } = series
  return [
    ...[...boundLabels, '+Inf'].map((le) => ({ [METRIC_NAME]: `${metric}_bucket`, le })),
    { [METRIC_NAME]: `${metric}_sum` },
    { [METRIC_NAME]: `${metric}_count` },
  ]
}
