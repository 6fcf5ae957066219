// `sla`: the objectives. Each holds over all measured phases, or during one of them; for all requests, or for one of them.

import { isMapping } from '../../core/file/mapping.ts'
import { OBJECTIVE_EXAMPLES } from '../../core/scenario/objective.ts'
import { splitRequest } from '../../core/scenario/objective-line.ts'
import { expectedObjective, isObjective, OBJECTIVE_SUBJECTS, objectiveSubject } from '../mistakes/expected-objective.ts'
import { checked, either, type IssueDetails, leaf, listOf, mapping } from './building-blocks.ts'
import { DURATION_PATTERN, name, SHARE_PATTERN, text } from './values.ts'

const details: IssueDetails = { known: OBJECTIVE_SUBJECTS, word: objectiveSubject }

const [errors, achieved, under, ttfb, about] = ['errors', 'achieved', 'under', 'ttfb', 'for'].map(inAnyCase)

const shareObjective = `(${errors}\\s*<|${achieved}\\s*>|${under}\\s+${DURATION_PATTERN}\\s*>)\\s*${SHARE_PATTERN}`

const objective = leaf<string>(
  expectedObjective,
  isObjective,
  {
    type: 'string',
    pattern: `^\\s*((${ttfb}\\s+)?[pP]\\d{1,2}(\\.\\d+)?\\s*<\\s*${DURATION_PATTERN}|${shareObjective})(\\s+${about}\\s+\\S.*)?\\s*$`,
    examples: OBJECTIVE_EXAMPLES,
  },
  details,
)

const placed = mapping('an objective, or a mapping of objective, for and during', {
  objective: objective.describe('Such as `p95 < 300ms`, or `p95 < 300ms for checkout`.'),
  for: text
    .optional()
    .describe('The name of the request that it is about, where the text does not name it. Default: all.'),
  during: name.optional().describe('The measured phase in which it must hold. Default: all of them.'),
})

const listed = either(expectedObjective, [
  objective,
  checked(placed, (value) => {
    if (!isMapping(value) || typeof value.objective !== 'string' || value.for === undefined) return []
    const { request } = splitRequest(value.objective)
    return request === null ? [] : [{ path: ['for'], expected: 'one request, in the text or here', got: 'two' }]
  }),
])

export const slaSchema = listOf('a list of objectives, such as [p95 < 1s, errors < 1%]', listed)

// Patterns of JSON Schema have no flags.
export function inAnyCase(word: string): string {
  return [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('')
}
