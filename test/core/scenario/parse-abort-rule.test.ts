import { expect, it } from 'vitest'
import { ABORT_EXAMPLES } from '../../../core/scenario/abort-rule.ts'
import { parseAbortRule } from '../../../core/scenario/parse-abort-rule.ts'

it.each([
  ['errors > 50% for 10s', { kind: 'errors', limitShare: 0.5, forSeconds: 10 }],
  ['timeouts > 20% for 1m30s', { kind: 'timeouts', limitShare: 0.2, forSeconds: 90 }],
  ['connect errors > 90% for 5s', { kind: 'connectErrors', limitShare: 0.9, forSeconds: 5 }],
  ['p95 > 5s for 10s', { kind: 'quantile', quantile: 0.95, limitSeconds: 5, forSeconds: 10 }],
  ['P99.9 > 250ms for 2s', { kind: 'quantile', quantile: 0.999, limitSeconds: 0.25, forSeconds: 2 }],
  ['  Connect  Errors>0.5 %  for 1s ', { kind: 'connectErrors', limitShare: 0.005, forSeconds: 1 }],
])('reads %s', (line, rule) => {
  expect(parseAbortRule(line)).toMatchObject(rule)
})

it('keeps the words of a rule, spaced evenly', () => {
  expect(parseAbortRule(' Errors  > 50%   for 10s')?.text).toBe('errors > 50% for 10s')
})

it('reads every example that messages show', () => {
  expect(ABORT_EXAMPLES.map((line) => parseAbortRule(line)?.text)).toEqual([...ABORT_EXAMPLES])
})

it.each([
  'errors > 50%',
  'errors > 50% for',
  'errors > 50% for 10',
  'errors > 50% for 500ms',
  'errors >= 50% for 10s',
  'errors < 50% for 10s',
  'errors > 0.5 for 10s',
  'errors > 100% for 10s',
  'error > 50% for 10s',
  'p95 > 5 for 10s',
  'p0 > 5s for 10s',
  'p95 > 0s for 10s',
  'p100 > 5s for 10s',
  'achieved > 50% for 10s',
  'constructor > 50% for 10s',
  '',
])('reads no rule in %j', (line) => {
  expect(parseAbortRule(line)).toBeUndefined()
})
