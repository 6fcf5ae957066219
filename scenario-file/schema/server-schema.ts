// `server`: how the bundled model server behaves.

import { isMapping } from '../../core/file/mapping.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import { checked, listOf, mapping } from './building-blocks.ts'
import { DEFAULTS } from './defaults.ts'
import { latencySchema } from './latency-schema.ts'
import { layoutSchema } from './layout-schema.ts'
import { name, positiveDuration, positiveNumber, positiveShare, trueOrFalse, wholeNumber } from './values.ts'

const FAULTS = ['slowdown', 'add', 'errors', 'resets', 'stall', 'restart'] as const

const faultEntry = mapping('a mapping such as { during: spike, slowdown: 3 }', {
  during: name.describe('The phase during which the faults of this entry are on, all together.'),
  slowdown: positiveNumber('a factor above 0')
    .optional()
    .describe('Multiplies the work of each request that starts meanwhile.'),
  add: positiveDuration.optional().describe('Adds to the work of each request that starts meanwhile.'),
  errors: positiveShare.optional().describe('So many requests are answered with status 500.'),
  resets: positiveShare.optional().describe('So many connections are reset instead of answered.'),
  stall: trueOrFalse.optional().describe('Nothing is answered until the phase is over.'),
  restart: trueOrFalse
    .optional()
    .describe('The server is stopped when the phase begins, and started again: its counters begin at zero.'),
})

const faultSchema = checked(faultEntry, (value) => {
  if (!isMapping(value) || FAULTS.some((fault) => value[fault] !== undefined && value[fault] !== false)) return []
  return [{ expected: `at least one of ${FAULTS.join(', ')}`, got: 'none of them' }]
}).meta({ anyOf: FAULTS.map((fault) => ({ required: [fault] })) })

export const serverSchema = mapping('a mapping of latency, concurrency, layout and faults', {
  latency: latencySchema
    .optional()
    .describe(`How long one request is worked on. Default: \`constant: ${DEFAULTS.latency.constant}\`.`),
  concurrency: wholeNumber('a whole number of 1 or more', 1)
    .optional()
    .describe('Requests worked on at once; the rest wait in arrival order. Default: no limit.'),
  layout: layoutSchema
    .optional()
    .describe(`The bucket layout of ${MODEL_LATENCY_METRIC}. Default: ${DEFAULTS.layout}.`),
  faults: listOf('a list of faults', faultSchema).optional().describe('What goes wrong, and in which phase.'),
})
