// `load`: the traffic, phase by phase.

import { isMapping } from '../../core/file/mapping.ts'
import { ENGINE_CHOICES } from '../../core/scenario/load-engine.ts'
import { TIMER_CHOICES } from '../../core/scenario/timer-mode.ts'
import { plainNumberMeant, ratePerSecondMeant } from '../../core/text/plain-number.ts'
import { checked, either, exactlyOneKey, listOf, mapping, oneOf } from './building-blocks.ts'
import { DEFAULTS } from './defaults.ts'
import { duration, name, numberFromZero, positiveDuration, positiveNumber, trueOrFalse, wholeNumber } from './values.ts'

const CONSTANT_RATE = 'a rate above 0 per second'

const rampEnd = numberFromZero('a rate of 0 or more per second')

const ramp = checked(
  mapping('a mapping of from and to', {
    from: rampEnd.describe('Requests per second at the start of the phase.'),
    to: rampEnd.describe('Requests per second at its end.'),
  }),
  (value) =>
    isMapping(value) && value.from === 0 && value.to === 0
      ? [{ expected: 'a ramp that rises above 0 per second', got: '0 at both ends' }]
      : [],
)

const rateSchema = either(
  (got) => {
    if (typeof got === 'number') return CONSTANT_RATE
    const meant = typeof got === 'string' ? (plainNumberMeant(got) ?? ratePerSecondMeant(got)) : undefined
    return meant === undefined ? `${CONSTANT_RATE}, or { from, to }` : `${CONSTANT_RATE}, as a plain number: ${meant}`
  },
  [positiveNumber(CONSTANT_RATE), ramp],
)

const phase = mapping('a mapping such as { name: baseline, for: 20s, rate: 20 }', {
  name: name.describe('What objectives, faults, alerts and reports call it.'),
  for: positiveDuration.describe('How long it lasts.'),
  rate: rateSchema.optional().describe('Open loop: requests per second, or a linear ramp `{ from: 10, to: 200 }`.'),
  users: wholeNumber('a whole number of users, from 1 to 100000', 1, 100_000)
    .optional()
    .describe('Closed loop: so many users, each waiting for its answer.'),
  think: duration
    .optional()
    .describe(`How long a user waits between an answer and its next request. Default: ${DEFAULTS.think}.`),
  measured: trueOrFalse.optional().describe('False for warm-up: counts for no objective. Default: true.'),
})

const phaseSchema = checked(exactlyOneKey(phase, ['rate', 'users']), (value) =>
  isMapping(value) && value.think !== undefined && value.users === undefined
    ? [{ path: ['think'], expected: 'think beside users only', got: 'think without users' }]
    : [],
)

export const loadSchema = mapping('a mapping of phases and how to send them', {
  arrivals: oneOf(['poisson', 'constant'])
    .optional()
    .describe(`poisson: at random, as real users come. constant: evenly spaced. Default: ${DEFAULTS.arrivals}.`),
  seed: wholeNumber('a whole number of 0 or more', 0)
    .optional()
    .describe(`What all randomness of the run is drawn from: the same seed, the same run. Default: ${DEFAULTS.seed}.`),
  connections: wholeNumber('a whole number from 1 to 65535', 1, 65_535)
    .optional()
    .describe(
      `The most requests in flight; arrivals beyond it wait, and their wait counts. Default: ${DEFAULTS.connections}, or as many as users.`,
    ),
  timeout: positiveDuration
    .optional()
    .describe(`A request that takes longer is given up. Default: ${DEFAULTS.timeout}.`),
  engine: oneOf(ENGINE_CHOICES)
    .optional()
    .describe(
      `What opens connections and reads responses: raw takes less CPU a request than autocannon. Default: ${DEFAULTS.engine}.`,
    ),
  timers: oneOf(TIMER_CHOICES)
    .optional()
    .describe(
      `How the next arrival is waited for: spinning is more precise and may keep a core busy. Default: ${DEFAULTS.timers}.`,
    ),
  phases: listOf('a list of at least one phase', phaseSchema).describe('One after the other.'),
})
