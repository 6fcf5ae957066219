import { expect, test } from 'vitest'
import { attempt } from '../../analysis/attempt.ts'

test('gives what the check says', () => {
  expect(attempt(() => 'seen', String)).toBe('seen')
})

test.each([
  { thrown: new RangeError('expected at least one latency'), problem: 'expected at least one latency' },
  { thrown: 'a bare string', problem: 'a bare string' },
])('a check that throws is answered with its problem: $problem', ({ thrown, problem }) => {
  const check = (): string => {
    throw thrown
  }
  expect(attempt(check, (said) => `doubt: ${said}`)).toBe(`doubt: ${problem}`)
})
