// `flows` and `setup`: requests that one user sends in order, and those that are sent once before everything else.

import { isMapping } from '../../../core/file/mapping.ts'
import { type Contradiction, checked, either, listOf, mapping } from '../building-blocks.ts'
import { DEFAULTS } from '../defaults.ts'
import { oneBody, requestShape } from '../request-schema.ts'
import {
  duration,
  name,
  positiveDuration,
  positiveNumber,
  positiveShare,
  text,
  trueOrFalse,
  wholeNumber,
} from '../values.ts'

const STEP = 'a mapping such as { request: login, think: 1s }, or a request such as { path: /cart }'
const SETUP_STEP = 'a mapping such as { request: login }, or a request such as { method: POST, path: /login }'

const ownRequest = {
  name: text.optional().describe('What reports call it, where it is a request of its own. Default: method and path.'),
  ...requestShape,
}

const named = text.optional().describe('One of `requests`, by its name; instead of a request of its own.')

const step = stepOf(
  STEP,
  mapping(STEP, {
    request: named,
    times: wholeNumber('a whole number of times, from 1 to 1000', 1, 1000)
      .optional()
      .describe(`How often it is sent, each time after the answer to the time before. Default: ${DEFAULTS.times}.`),
    chance: positiveShare
      .optional()
      .describe(`How likely an iteration takes it, drawn from the seed: 30%. Default: ${DEFAULTS.chance}.`),
    think: duration
      .optional()
      .describe(
        `How long the user waits after its answer. Default: as the phase says, in an open phase ${DEFAULTS.think}.`,
      ),
    ...ownRequest,
  }),
)

const flow = mapping('a mapping such as { name: buy, steps: [{ request: login }, { request: checkout }] }', {
  name: name.describe('What reports call it.'),
  weight: positiveNumber('a weight above 0')
    .optional()
    .describe(`How often, relative to the other flows. Default: ${DEFAULTS.weight}.`),
  cookies: trueOrFalse
    .optional()
    .describe('True: each user keeps the cookies that the service sets, and sends them back. Default: false.'),
  steps: listOf('a list of at least one step', step).describe(
    'One after the other, each after the answer to the former.',
  ),
})

export const flowsSchema = listOf('a list of flows', flow)

const STATUSES = 'a status from 400 to 599, or a list of them'
const errorStatus = wholeNumber(STATUSES, 400, 599)

const renew = mapping('a mapping such as { every: 10m, on: [401] }', {
  every: positiveDuration.optional().describe('So long after it was done.'),
  before: positiveDuration
    .optional()
    .describe('How long before the end of a captured `expires_in`. Default: a tenth of it, at most 1m.'),
  on: either(STATUSES, [errorStatus, listOf(STATUSES, errorStatus)])
    .optional()
    .describe(`Statuses of any answer that say that a capture is no longer accepted. Default: ${DEFAULTS.renewOn}.`),
})

export const setupSchema = mapping('a mapping of steps such as { steps: [{ method: POST, path: /login }] }', {
  steps: listOf(
    'a list of at least one step',
    stepOf(SETUP_STEP, mapping(SETUP_STEP, { request: named, ...ownRequest })),
  ).describe(`Sent once and in order, before the warm-up. What they capture is \`\${setup.NAME}\` in every request.`),
  cookies: trueOrFalse.optional().describe('True: the cookies of one step are sent with the next. Default: false.'),
  renew: renew.optional().describe('When it is done again. Default: only where a value is captured as expires_in.'),
})

/** A step is one of `requests`, or a request of its own. */
function stepOf<Schema extends Parameters<typeof oneBody>[0]>(expected: string, schema: Schema) {
  return checked(oneBody(schema), (value) => stepContradictions(value, expected))
}

function stepContradictions(value: unknown, expected: string): Contradiction[] {
  if (!isMapping(value)) return []
  const own = Object.keys(ownRequest).filter((key) => value[key] !== undefined)
  if (value.request === undefined) return own.length > 0 ? [] : [{ expected, got: 'neither' }]
  return own.map((key) => ({
    path: [key],
    expected: 'the name of a request, or a request of its own',
    got: `request and ${key}`,
  }))
}
