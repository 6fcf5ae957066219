// `sla`: the objectives. Each holds over all measured phases, or during one of them.

import { OBJECTIVE_EXAMPLES } from '../../core/scenario/objective.ts'
import { expectedObjective, isObjective, OBJECTIVE_SUBJECTS, objectiveSubject } from '../mistakes/expected-objective.ts'
import { either, type IssueDetails, leaf, listOf, mapping } from './building-blocks.ts'
import { DURATION_PATTERN, name, SHARE_PATTERN } from './values.ts'

const details: IssueDetails = { known: OBJECTIVE_SUBJECTS, word: objectiveSubject }

const [errors, achieved, under, ttfb] = ['errors', 'achieved', 'under', 'ttfb'].map(inAnyCase)

const shareObjective = `(${errors}\\s*<|${achieved}\\s*>|${under}\\s+${DURATION_PATTERN}\\s*>)\\s*${SHARE_PATTERN}`

const objective = leaf<string>(
  expectedObjective,
  isObjective,
  {
    type: 'string',
    pattern: `^\\s*((${ttfb}\\s+)?[pP]\\d{1,2}(\\.\\d+)?\\s*<\\s*${DURATION_PATTERN}|${shareObjective})\\s*$`,
    examples: OBJECTIVE_EXAMPLES,
  },
  details,
)

const listed = either(expectedObjective, [
  objective,
  mapping('an objective, or a mapping of objective and during', {
    objective: objective.describe('Such as `p95 < 300ms`.'),
    during: name.optional().describe('The measured phase in which it must hold. Default: all of them.'),
  }),
])

export const slaSchema = listOf('a list of objectives, such as [p95 < 1s, errors < 1%]', listed)

// Patterns of JSON Schema have no flags.
function inAnyCase(word: string): string {
  return [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('')
}
