// `<name>.rules.yml`: the alert and the series that a dashboard draws.

import { formatDuration } from '../../core/text/duration.ts'
import type { Draft, DraftAlert, DraftMetrics } from '../draft.ts'
import { inUnit } from './in-unit.ts'
import { quantileExpression } from './rule-expression.ts'
import { commentLines, singleQuoted } from './yaml-text.ts'

/** Null where the draft has no alert. */
export function rulesText({ name, alert, metrics }: Draft): string | null {
  if (alert === null || metrics === null) return null
  const expression = quantileExpression(metrics, alert)
  const percent = `P${Number((alert.quantile * 100).toPrecision(12))}`
  const limit = formatDuration(alert.thresholdSeconds)
  return [
    ...commentLines(
      `The alert on the latency of ${name}, and the series that a dashboard draws. The scenario ${name}.yaml tries the alert; a Prometheus takes the file as it is: rule_files: [${name}.rules.yml]. Its unit test: promtool test rules ${name}.rules.test.yml`,
    ),
    'groups:',
    `  - name: ${name}-latency`,
    '    rules:',
    ...commentLines(
      `The ${percent} as it is drawn from the buckets of the histogram, over the last ${formatDuration(alert.rangeSeconds)}, all series together. A range needs four scrapes: with one every 15s, that is 1m at least.`,
      '      ',
    ),
    `      - record: ${recordName(name, metrics, alert)}`,
    `        expr: ${singleQuoted(expression)}`,
    ...commentLines(
      `The same, held against the objective of the scenario. ${alert.isBound ? `${limit} is a bucket bound, so that the comparison is exact: it holds where more than ${leftOf(alert.quantile)} of the requests took longer.` : `${limit} is no bucket bound, so that the comparison is drawn inside a bucket and may be wrong; a bound at ${limit} would make it exact.`}`,
      '      ',
    ),
    `      - alert: ${alert.name}`,
    `        expr: ${singleQuoted(`${expression} > ${inUnit(alert.thresholdSeconds, metrics.unit)}`)}`,
    `        for: ${formatDuration(alert.forSeconds)} # so long without a break before somebody is told; longer is calmer and later`,
    '        labels:',
    '          severity: warning # what your Alertmanager routes by',
    '        annotations:',
    `          summary: The ${percent} latency of ${name} is above ${limit}`,
    `          description: ${JSON.stringify(descriptionOf(percent, metrics, alert))}`,
    '',
  ].join('\n')
}

function recordName(name: string, { histogram }: DraftMetrics, { quantile, rangeSeconds }: DraftAlert): string {
  const word = (text: string) => text.replace(/\W/g, '_').replace(/^(?=\d)/, '_')
  return `${word(name)}:${word(histogram)}:p${String(Number((quantile * 100).toPrecision(12))).replace('.', '_')}_rate${rangeSeconds / 60}m`
}

function leftOf(quantile: number): string {
  return `${Number(((1 - quantile) * 100).toPrecision(12))}%`
}

function descriptionOf(percent: string, { unit }: DraftMetrics, { rangeSeconds }: DraftAlert): string {
  const value = unit === 'seconds' ? '{{ $value | humanizeDuration }}' : `{{ printf "%.4g" $value }} ${unit}`
  return `The estimated ${percent} over the last ${formatDuration(rangeSeconds)} is ${value}.`
}
