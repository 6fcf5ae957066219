// `abortOn`: when a run has to stop.

import { ABORT_EXAMPLES } from '../../../core/scenario/abort-rule.ts'
import { ABORT_SUBJECTS, abortSubject, expectedAbortRule, isAbortRule } from '../../mistakes/expected-abort-rule.ts'
import { either, leaf, listOf } from '../building-blocks.ts'
import { inAnyCase } from '../sla-schema.ts'
import { DURATION_PATTERN, SHARE_PATTERN } from '../values.ts'

const [errors, timeouts, connect, span] = ['errors', 'timeouts', 'connect', 'for'].map(inAnyCase)

const shares = `(${connect}\\s+${errors}|${errors}|${timeouts})\\s*>\\s*${SHARE_PATTERN}`
const quantile = `[pP]\\d{1,2}(\\.\\d+)?\\s*>\\s*${DURATION_PATTERN}`

const rule = leaf<string>(
  expectedAbortRule,
  isAbortRule,
  {
    type: 'string',
    pattern: `^\\s*(${shares}|${quantile})\\s+${span}\\s+${DURATION_PATTERN}\\s*$`,
    examples: ABORT_EXAMPLES,
  },
  { known: ABORT_SUBJECTS, word: abortSubject },
)

export const abortOnSchema = either(expectedAbortRule, [
  rule,
  listOf('a rule such as errors > 50% for 10s, or a list of them', rule),
])
