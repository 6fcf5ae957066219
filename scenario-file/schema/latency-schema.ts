// `server.latency`: how long the bundled server works on one request.

import type * as z from 'zod'
import { isMapping } from '../../core/file/mapping.ts'
import { checked, either, exactlyOneKey, listOf, mapping } from './building-blocks.ts'
import { duration, isDuration, positiveDuration, positiveNumber, secondsOf, share, text } from './values.ts'

const logNormal = inOrder(
  mapping('a mapping of median and p95', {
    median: positiveDuration.describe('Half of the requests are faster.'),
    p95: positiveDuration.describe('95% of the requests are faster.'),
  }),
  'median',
  'p95',
)

const uniform = inOrder(
  mapping('a mapping of from and to', {
    from: duration.describe('The shortest.'),
    to: positiveDuration.describe('The longest.'),
  }),
  'from',
  'to',
)

const pareto = inOrder(
  mapping('a mapping of minimum, shape and maximum', {
    minimum: positiveDuration.describe('The shortest.'),
    shape: positiveNumber('a shape above 0').describe('The smaller, the heavier the tail: 1 to 3 is common.'),
    maximum: positiveDuration.describe('Where the tail is cut off.'),
  }),
  'minimum',
  'maximum',
)

const weightedChoice = either('a duration with a unit, such as 250ms, or a mapping of value and weight', [
  duration,
  mapping('a mapping of value and weight', {
    value: duration.describe('How long.'),
    weight: positiveNumber('a weight above 0').describe('How often, relative to the other weights.'),
  }),
])

const models = {
  constant: duration.optional().describe('The same for each request: `constant: 50ms`.'),
  uniform: uniform.optional().describe('Evenly spread: `uniform: { from: 20ms, to: 80ms }`.'),
  choice: listOf('a list of durations', weightedChoice)
    .optional()
    .describe('One of several: `choice: [200ms, 500ms, 2s]`, or with weights: `[{ value: 200ms, weight: 9 }, …]`.'),
  lognormal: logNormal.optional().describe('As most services: `lognormal: { median: 40ms, p95: 120ms }`.'),
  bimodal: mapping('a mapping of fast, slow and slowShare', {
    fast: logNormal.describe('The usual requests.'),
    slow: logNormal.describe('The slow ones, such as cache misses.'),
    slowShare: share.describe('How many are slow.'),
  })
    .optional()
    .describe('Two log-normal modes, such as cache hits and misses.'),
  pareto: pareto.optional().describe('A heavy tail: P(X > x) = (minimum / x)^shape, cut off at the maximum.'),
  trace: mapping('a mapping of file', { file: text.describe('Relative to this file; one duration a line.') })
    .optional()
    .describe('Recorded durations, in their order, from the start again at the end.'),
}

export const latencySchema = exactlyOneKey(mapping(`a mapping of one of ${Object.keys(models).join(', ')}`, models), [
  ...Object.keys(models),
])

/** Refuses a mapping in which the second duration is shorter than the first. */
function inOrder<Schema extends z.ZodType>(schema: Schema, first: string, second: string) {
  return checked(schema, (value) => {
    if (!isMapping(value)) return []
    const [low, high] = [value[first], value[second]]
    if (!isDuration(low) || !isDuration(high) || secondsOf(high) >= secondsOf(low)) return []
    return [{ path: [second], expected: `at least ${first} (${low})`, got: String(high) }]
  })
}
