// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of Grafana
import { describe, expect, it } from 'vitest'
import { fillVariables } from '../../../prometheus/dashboards/fill-variables.ts'
import { parseExpression } from '../../../prometheus/promql/parse/parse-expression.ts'

const VARIABLES = new Map([
  ['metric', 'http_request_duration_seconds'],
  ['window', '2m'],
  ['odd', 'a b'],
  ['quantile', '0.99'],
  ['group', 'pod, route'],
])

describe('a query of a dashboard is filled in', () => {
  it.each([
    ['a range', 'rate(x[$__rate_interval])', 'rate(x[5m])'],
    ['a range by name', 'rate(x[${window}])', 'rate(x[2m])'],
    ['a range in brackets', 'rate(x[[[window]]])', 'rate(x[2m])'],
    ['an offset', 'x offset $window', 'x offset 2m'],
    ['a value of a label', 'x{job=~"$job", a=\'${b:regex}\'}', 'x{job=~"variable", a=\'variable\'}'],
    ['the name of a metric', 'rate(${metric}_bucket[5m])', 'rate(http_request_duration_seconds_bucket[5m])'],
    ['a part of a name that is not known', 'rate(${other}_bucket[5m])', 'rate(variable_bucket[5m])'],
    ['a label', 'sum by (le, $by) (x)', 'sum by (le, variable) (x)'],
    ['several labels', 'sum by (le, ${group:csv}) (x)', 'sum by (le, pod, route) (x)'],
    ['a quantile', 'histogram_quantile($quantile, x)', 'histogram_quantile(0.99, x)'],
    ['a quantile that is not known', 'histogram_quantile($percentile, x)', 'histogram_quantile(0.95, x)'],
    ['a number', 'x > $limit', 'x > 1'],
    ['a value that fits nowhere', 'rate(x[$odd])', 'rate(x[5m])'],
    ['nothing', 'rate(x{a="\\"$"}[5m])', 'rate(x{a="\\"$"}[5m])'],
  ])('for %s', (_, written, filled) => {
    const { text } = fillVariables(written, VARIABLES)
    expect(text).toBe(filled)
    expect(() => parseExpression(text)).not.toThrow()
  })

  it('and says whether a number was', () => {
    expect(fillVariables('x > $limit', VARIABLES).hasFilledNumbers).toBe(true)
    expect(fillVariables('rate(x{a="$b"}[$window])', VARIABLES).hasFilledNumbers).toBe(false)
  })
})
