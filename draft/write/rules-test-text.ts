// `<name>.rules.test.yml`: the unit test of the rules, for `promtool test rules`. It shows that the alert fires where it must
// and is silent where it must be, on made-up requests whose buckets are known.

import { formatDuration } from '../../core/text/duration.ts'
import type { Draft, DraftAlert, DraftMetrics } from '../draft.ts'
import { inUnit } from './in-unit.ts'
import { isPlainName } from './rule-expression.ts'
import { commentLines, singleQuoted } from './yaml-text.ts'

interface Case {
  readonly comment: string
  /** Of a hundred requests between two scrapes, how many are slow. */
  readonly slow: number
  readonly fires: boolean
}

/** Null where the draft has no alert, or promtool cannot write its series. */
export function rulesTestText({ name, alert, metrics }: Draft): string | null {
  if (alert === null || metrics === null || !isPlainName(metrics.histogram)) return null
  return [
    ...commentLines(
      `The unit test of ${name}.rules.yml: promtool test rules ${name}.rules.test.yml. Each part makes up a hundred requests every 15s and asks after five minutes whether ${alert.name} fires: 1 where it does, 0 where it does not.`,
    ),
    `rule_files: [${name}.rules.yml]`,
    'evaluation_interval: 15s',
    'tests:',
    ...casesOf(alert).flatMap((one) => caseLines(one, alert, metrics)),
    '',
  ].join('\n')
}

function casesOf({ quantile, isBound, thresholdSeconds }: DraftAlert): Case[] {
  const limit = formatDuration(thresholdSeconds)
  const mayBeSlow = Math.round((1 - quantile) * 100)
  const [below, above] = [mayBeSlow - 1, mayBeSlow + 1]
  return [
    { comment: 'All requests are fast: nobody is told.', slow: 0, fires: false },
    { comment: `A third takes longer than ${limit}: somebody is told.`, slow: 33, fires: true },
    // Without a bound at the limit the buckets decide nothing this close to it.
    ...(isBound && below >= 0
      ? [
          { comment: `Just enough are fast: ${below}% take longer than ${limit}.`, slow: below, fires: false },
          { comment: `One in a hundred too many: ${above}% take longer than ${limit}.`, slow: above, fires: true },
        ]
      : []),
  ]
}

function caseLines({ comment, slow, fires }: Case, alert: DraftAlert, metrics: DraftMetrics): string[] {
  const from = slowFrom(alert, metrics.bounds)
  const counts = [...metrics.bounds, Number.POSITIVE_INFINITY].map((bound) => ({
    le: Number.isFinite(bound) ? String(inUnit(bound, metrics.unit)) : '+Inf',
    count: bound > from ? 100 : 100 - slow,
  }))
  const firing = `count(ALERTS{alertname="${alert.name}",alertstate="firing"}) or vector(0)`
  return [
    ...commentLines(comment, '  '),
    '  - interval: 15s',
    '    input_series:',
    ...counts.map(({ le, count }) => {
      const series = `${metrics.histogram}_bucket{${[...labelsOf(metrics), `le="${le}"`].join(',')}}`
      return `      - { series: ${singleQuoted(series)}, values: '0+${count}x40' }`
    }),
    '    promql_expr_test:',
    `      - expr: ${singleQuoted(firing)}`,
    '        eval_time: 5m',
    `        exp_samples: [{ labels: '{}', value: ${fires ? 1 : 0} }]`,
  ]
}

/** The bound that slow requests lie above: the limit, or else the next bound, beyond which they are surely slow. */
function slowFrom({ isBound, thresholdSeconds }: DraftAlert, bounds: readonly number[]): number {
  return isBound ? thresholdSeconds : (bounds.find((bound) => bound > thresholdSeconds) ?? thresholdSeconds)
}

/** One series that the matchers accept. */
function labelsOf({ match }: DraftMetrics): string[] {
  return Object.entries(match).map(([label, [value = '']]) => `${label}=${JSON.stringify(value)}`)
}
