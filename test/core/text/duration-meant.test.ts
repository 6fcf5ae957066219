import { describe, expect, it } from 'vitest'
import { durationMeant } from '../../../core/text/duration-meant.ts'

describe('durationMeant', () => {
  it.each([
    ['1,5s', '1.5s'],
    ['1m 30s', '1m30s'],
    ['30 seconds', '30s'],
    ['5 Min', '5m'],
    ['250 MS', '250ms'],
    ['1:30', '1m30s'],
    ['1h 5 minutes', '1h5m'],
    ['fast', undefined],
    ['5 parsecs', undefined],
    ['30', undefined],
    ['250ms', undefined],
  ])('reads %j as %j', (text, meant) => {
    expect(durationMeant(text)).toBe(meant)
  })
})
