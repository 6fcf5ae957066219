import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { DEFAULT_GRACE_SECONDS, graceSeconds, marginShare } from '../../../commands/flags/gate-flags.ts'

describe('graceSeconds', () => {
  it.each([
    ['2s', 2],
    ['500ms', 0.5],
    ['0s', 0],
    ['1', DEFAULT_GRACE_SECONDS],
    ['TRUE', DEFAULT_GRACE_SECONDS],
    ['0', undefined],
    ['no', undefined],
    ['', undefined],
  ])('%j is %s', (text, seconds) => {
    expect(graceSeconds(text)).toBe(seconds)
  })

  it('refuses a text that is not a duration', () => {
    expect(() => graceSeconds('soon')).toThrow(InvalidArgumentError)
  })
})

describe('marginShare', () => {
  it.each([
    ['10%', 0.1],
    ['0%', 0],
    ['2.5%', 0.025],
  ])('%s is %s', (text, share) => {
    expect(marginShare(text)).toBe(share)
  })

  it.each(['10', '0.1', '-5%', 'ten'])('refuses %s', (text) => {
    expect(() => marginShare(text)).toThrow(InvalidArgumentError)
  })
})
