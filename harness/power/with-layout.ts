// A service whose histograms have other buckets.

import type { ModelHistogram, ServiceModel } from '../../core/drill/service-model.ts'
import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { parsedExpression } from '../../prometheus/alerting/parsed-expression.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { selectionsOf } from '../../prometheus/promql/expression/parts.ts'
import { parseGoFloat } from '../../prometheus/series/go-float.ts'

/** Labels of bounds stay as they are written where the bounds stay. */
export function withLayout(model: ServiceModel, { upperBounds }: BucketLayout): ServiceModel {
  return {
    ...model,
    series: model.series.map((each) => {
      if (each.kind !== 'histogram') return each
      const { boundLabels, ...histogram } = each
      const bounds = upperBounds.map((seconds) => Number((seconds * each.unitsPerSecond).toPrecision(12)))
      const labelOf = (bound: number) => boundLabels?.[each.upperBounds.indexOf(bound)] ?? goFloatLabel(bound)
      return { ...histogram, upperBounds: bounds, ...(boundLabels && { boundLabels: bounds.map(labelOf) }) }
    }),
  }
}

/** As Prometheus 3 writes it: `1.0`. */
function goFloatLabel(bound: number): string {
  return Number.isInteger(bound) ? bound.toFixed(1) : String(bound)
}

/** How many series a target exposes: what a layout costs. */
export function seriesPerTarget({ series, routes }: ServiceModel): number {
  // Of each histogram also +Inf, the sum and the count.
  const own = series.reduce((sum, each) => sum + (each.kind === 'histogram' ? each.upperBounds.length + 3 : 1), 0)
  const gauges = series.filter(({ kind }) => kind === 'gauge' || kind === 'scrape').length
  return (own - gauges) * Math.max(1, routes?.length ?? 1) + gauges
}

/** What rules read by its `le`, and is no bound of the service: what asks for it returns nothing. */
export function missingBounds(ruleFile: RuleFile, model: ServiceModel): readonly string[] {
  const histograms = model.series.filter((each): each is ModelHistogram => each.kind === 'histogram')
  const missing = ruleFile.groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => {
      const expression = parsedExpression(rule.expression)
      if (expression === null) return []
      return selectionsOf(expression).flatMap(({ selector: { metric, matchers } }) => {
        const histogram = histograms.find((each) => `${each.metric}_bucket` === metric)
        const asked = matchers.find(({ label, operator }) => label === 'le' && operator === '=')
        const bound = asked === undefined ? undefined : parseGoFloat(asked.value)
        if (histogram === undefined || bound === undefined || bound === Number.POSITIVE_INFINITY) return []
        return histogram.upperBounds.includes(bound)
          ? []
          : [`${rule.name} reads the bound ${asked?.value} of ${histogram.metric}`]
      })
    }),
  )
  return [...new Set(missing)]
}
