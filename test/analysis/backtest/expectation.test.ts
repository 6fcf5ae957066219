import { describe, expect, it } from 'vitest'
import { parseExpectation } from '../../../analysis/backtest/expectation.ts'
import { UserError } from '../../../core/user-error.ts'

describe('parseExpectation', () => {
  it.each([
    ['CheckoutSlow: never', { alert: 'CheckoutSlow', kind: 'never', times: 0, perSeconds: null, asDrawn: false }],
    ['X:fires', { alert: 'X', kind: 'fires', times: 0, perSeconds: null, asDrawn: false }],
    ['X: at most 3 times', { alert: 'X', kind: 'at-most', times: 3, perSeconds: null, asDrawn: false }],
    ['X: at most once', { alert: 'X', kind: 'at-most', times: 1, perSeconds: null, asDrawn: false }],
    ['X: at most 1 per 7d', { alert: 'X', kind: 'at-most', times: 1, perSeconds: 604_800, asDrawn: false }],
    ['X: at most 2 times per week', { alert: 'X', kind: 'at-most', times: 2, perSeconds: 604_800, asDrawn: false }],
    ['X: at most 0 per 1w', { alert: 'X', kind: 'at-most', times: 0, perSeconds: 604_800, asDrawn: false }],
    ['X: never as drawn', { alert: 'X', kind: 'never', times: 0, perSeconds: null, asDrawn: true }],
    ['slo: burn rate: never', { alert: 'slo: burn rate', kind: 'never', times: 0, perSeconds: null, asDrawn: false }],
  ])('reads %j', (text, expected) => {
    expect(parseExpectation(text)).toEqual({ ...expected, text })
  })

  it.each([
    [
      'CheckoutSlow',
      'expected an alert\'s name, a colon and one of never, fires, at most 3 times, at most 1 per 7d, got "CheckoutSlow"',
    ],
    [': never', 'got ": never"'],
    ['X:', 'got "X:"'],
    ['X: nevr', 'behind X:, got "nevr" (did you mean never?)'],
    ['X: fire', 'got "fire" (did you mean fires?)'],
    ['X: at most 3 per fortnight', 'got "at most 3 per fortnight"'],
    ['X: at most 3 per 0s', 'got "at most 3 per 0s"'],
    ['X: at most -1 times', 'got "at most -1 times"'],
    ['X: at most many', 'got "at most many"'],
  ])('refuses %j', (text, message) => {
    expect(() => parseExpectation(text)).toThrow(UserError)
    expect(() => parseExpectation(text)).toThrow(message)
  })
})
