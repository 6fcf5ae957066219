import { describe, expect, it } from 'vitest'
import { EXPECTATION_FORMS, parseDrillExpectation } from '../../../analysis/drill/drill-expectation.ts'

describe('parseDrillExpectation', () => {
  it.each(EXPECTATION_FORMS)('reads the form that help shows: %s', (form) => {
    expect(parseDrillExpectation(form).about).toEqual({ kind: 'all' })
  })

  it.each([
    ['CheckoutSlow: pages within 10m of outage', { kind: 'alert', name: 'CheckoutSlow' }],
    ['job:slow: never in a quiet month', { kind: 'alert', name: 'job:slow' }],
    ['severity=page: never in a quiet month', { kind: 'label', label: 'severity', value: 'page' }],
    ['severity="page": never in a quiet month', { kind: 'label', label: 'severity', value: 'page' }],
  ])('reads of which alerts: %s', (text, about) => {
    expect(parseDrillExpectation(text).about).toEqual(about)
  })

  it.each([
    ['pages within 10m of outage', { kind: 'pages', incident: 'outage', withinSeconds: 600 }],
    ['at most 2 per 7d in a quiet month', { kind: 'quiet', times: 2, perSeconds: 604_800 }],
    ['pages before 5% of the budget for outage', { kind: 'before-budget', incident: 'outage', share: 0.05 }],
  ])('reads %s', (text, expected) => {
    expect(parseDrillExpectation(text).expected).toEqual(expected)
  })

  it.each([
    ['page within 10m of outage', /got "page within 10m of outage" \(did you mean pages\?\)$/],
    [
      'pages within 10 of outage',
      /got "pages within 10 of outage": expected a duration with a unit, such as .*, got 10$/,
    ],
    ['at most 1 per month in a quiet month', /: expected a duration with a unit, such as .*, got month$/],
    ['pages before 150% of the budget for outage', /got "pages before 150% of the budget for outage"$/],
  ])('says of %j what is wrong with it', (text, message) => {
    expect(() => parseDrillExpectation(text)).toThrow(message)
  })

  it.each(['', 'pages', 'pages within soon of outage', 'never', 'at most 1 per 0s in a quiet month', 'A: fires'])(
    'refuses %j with the forms that there are',
    (text) => {
      expect(() => parseDrillExpectation(text)).toThrow(/--expect: expected one of "pages within 10m of outage"/)
    },
  )
})
