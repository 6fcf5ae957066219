import { expect, test } from 'vitest'
import { checkSafely } from '../../../analysis/verdict/check-safely.ts'

test('gives what the check says', () => {
  expect(checkSafely(() => 'seen', String)).toBe('seen')
})

test.each([
  { thrown: new RangeError('expected at least one latency'), problem: 'expected at least one latency' },
  { thrown: 'a bare string', problem: 'a bare string' },
])('a check that throws is answered with its problem: $problem', ({ thrown, problem }) => {
  const check = (): string => {
    throw thrown
  }
  expect(checkSafely(check, (said) => `doubt: ${said}`)).toBe(`doubt: ${problem}`)
})
