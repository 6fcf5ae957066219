import { describe, expect, it } from 'vitest'
import { alertThreshold } from '../../../analysis/details/alert-threshold.ts'
import type { QuantileComparison } from '../../../core/run/alert.ts'
import { alertOf, P95_WATCHED } from '../support/prometheus-record-of.ts'

const PLAIN: QuantileComparison = { operator: '>', threshold: 0.25, role: 'whole' }

function thresholdOf(comparison: QuantileComparison | null) {
  return alertThreshold({ ...alertOf('Slow', []), watches: { ...P95_WATCHED, comparison } })
}

describe('alertThreshold', () => {
  it.each(['>', '>='] as const)('is the number that the quantile has to be %s', (operator) => {
    expect(thresholdOf({ ...PLAIN, operator })).toEqual({ alert: 'Slow', quantile: 0.95, thresholdSeconds: 0.25 })
  })

  it.each([
    { what: 'the quantile is compared with no fixed number', comparison: null },
    { what: 'the alert has a second condition', comparison: { ...PLAIN, role: 'required' } },
    { what: 'the alert has an alternative', comparison: { ...PLAIN, role: 'sufficient' } },
    { what: 'the alert mixes conditions and alternatives', comparison: { ...PLAIN, role: 'partial' } },
    { what: 'the quantile has to be below the number', comparison: { ...PLAIN, operator: '<' } },
    { what: 'the threshold is negative', comparison: { ...PLAIN, threshold: -1 } },
    { what: 'the threshold is infinite', comparison: { ...PLAIN, threshold: Number.POSITIVE_INFINITY } },
  ] as const)('is null where $what', ({ comparison }) => {
    expect(thresholdOf(comparison)).toBeNull()
  })

  it.each([null, undefined])('is null where the rule takes no histogram_quantile (watches: %s)', (watches) => {
    const { watches: _, ...history } = alertOf('Slow', [])
    expect(alertThreshold(watches === null ? { ...history, watches } : history)).toBeNull()
  })
})
