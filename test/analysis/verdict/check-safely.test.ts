import { expect, it } from 'vitest'
import { checkSafely } from '../../../analysis/verdict/check-safely.ts'

it('returns the result of the check', () => {
  expect(checkSafely(() => 'seen', String)).toBe('seen')
})

it.each([
  { thrown: new RangeError('expected at least one latency'), problem: 'expected at least one latency' },
  { thrown: 'a bare string', problem: 'a bare string' },
])('a check that throws is answered with its problem: $problem', ({ thrown, problem }) => {
  const check = (): string => {
    throw thrown
  }
  expect(checkSafely(check, (said) => `doubt: ${said}`)).toBe(`doubt: ${problem}`)
})
