import { expect, it } from 'vitest'
import { afterEvaluation, emptyHistory, mostSevereState } from '../../../prometheus/alerting/alert-history.ts'
import type { ActiveAlert, ActiveAlerts } from '../../../prometheus/alerting/alert-state.ts'
import type { AlertingRule } from '../../../prometheus/alerting/rule-file.ts'

const rule: AlertingRule = {
  kind: 'alerting',
  name: 'Slow',
  expression: 'p95 > 1',
  forSeconds: 30,
  keepFiringForSeconds: 5,
  labels: {},
  annotations: {},
  line: 4,
}

function alerts(...states: [ActiveAlert['state'], value: number, missing?: boolean][]): ActiveAlerts {
  return new Map(
    states.map(([state, value, missing = false], i) => [
      String(i),
      { labels: { route: String(i) }, state, activeAtMs: 0, missingSinceMs: missing ? 1 : null, value },
    ]),
  )
}

it('keeps the first state and every change, with the largest value of the most severe state', () => {
  const steps = [
    alerts(),
    alerts(),
    alerts(['pending', 1.5]),
    alerts(['pending', 1.6], ['pending', 2]),
    alerts(['pending', 9], ['firing', 2], ['firing', 3]),
    alerts(['firing', 3, true]),
    alerts(),
  ]
  const history = steps.reduce((so_far, active, i) => afterEvaluation(so_far, active, i), emptyHistory(rule, null))
  expect(history).toEqual({
    name: 'Slow',
    expression: 'p95 > 1',
    forSeconds: 30,
    keepFiringForSeconds: 5,
    watches: null,
    transitions: [
      { at: 0, state: 'inactive', value: null },
      { at: 2, state: 'pending', value: 1.5 },
      { at: 4, state: 'firing', value: 3 },
      { at: 6, state: 'inactive', value: null },
    ],
  })
})

it('returns the same history where no state changed', () => {
  const history = afterEvaluation(emptyHistory(rule, null), alerts(['firing', 2]), 0)
  expect(afterEvaluation(history, alerts(['firing', 5]), 1)).toBe(history)
})

it.each([
  ['firing', alerts(['pending', 1], ['firing', 1])],
  ['pending', alerts(['pending', 1])],
  ['inactive', alerts()],
] as const)('the most severe state is %s', (state, active) => {
  expect(mostSevereState(active)).toBe(state)
})

it('describes the quantile that the expression watches', () => {
  const expression = 'histogram_quantile(0.9, rate(latency_seconds_bucket[2m])) > 0.3'
  expect(emptyHistory({ ...rule, expression }, null).watches).toMatchObject({ quantile: 0.9, rangeSeconds: 120 })
})

it('describes nothing where a server evaluates an expression that this parser does not know', () => {
  expect(emptyHistory({ ...rule, expression: 'rate(x[5m] anchored) > 1' }, null).watches).toBeNull()
})
