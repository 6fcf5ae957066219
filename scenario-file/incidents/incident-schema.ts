// A file of incidents for a drill: `drill --incidents mine.yaml`.

import type * as z from 'zod'
import { CATALOGUE_NAMES } from '../../core/drill/incident-catalogue.ts'
import { isMapping } from '../../core/file/mapping.ts'
import { parseDuration } from '../../core/text/duration.ts'
import { checked, leaf, listOf, mapping, named, oneOf } from '../schema/building-blocks.ts'
import { numberFromZero, positiveDuration, positiveNumber, positiveShare, trueOrFalse } from '../schema/values.ts'

const LONGEST_DAYS = 366

function days(expected: string, least: number) {
  const accepts = (value: unknown) => {
    const seconds = typeof value === 'string' || value === 0 ? parseDuration(String(value)) : undefined
    return seconds !== undefined && seconds >= least && seconds <= LONGEST_DAYS * 86_400
  }
  return leaf<string | 0>(expected, accepts, { type: ['string', 'integer'], examples: ['2d14h30m', '5m'] })
}

const text = leaf<string>('a text', (value) => typeof value === 'string' && value.trim() !== '', { type: 'string' })

// What stands in an expectation, and in the name of a file perhaps.
const name = leaf<string>(
  'a name of letters, digits, - and _',
  (value) => typeof value === 'string' && /^[\p{L}\p{N}_-]+$/u.test(value),
  { type: 'string', pattern: '^[\\p{L}\\p{N}_-]+$' },
)

const DOES = ['errors', 'resets', 'slowdown', 'add', 'away', 'traffic'] as const

const incidentEntry = mapping('a mapping such as { name: outage, for: 5m, errors: 100% }', {
  name: name.describe('By which --expect calls it.'),
  what: text.optional().describe('A sentence for the report. Default: made from what it does.'),
  at: days('when in the month it begins, such as 2d14h30m', 0)
    .optional()
    .describe('When in the month it begins: 2d14h30m. Default: apart from the others, in the afternoon.'),
  for: days('a duration of 1s or more, such as 5m or 10d', 1).describe('How long it is on.'),
  share: positiveShare.optional().describe('The requests that it concerns. Default: 100%.'),
  concerns: named('a mapping of labels', text)
    .optional()
    .describe('The targets or routes that it concerns, by labels that the rules name.'),
  errors: positiveShare.optional().describe('So many of these requests are answered with status 500.'),
  resets: positiveShare.optional().describe('So many of their connections are reset instead of answered.'),
  slowdown: positiveNumber('a factor above 0').optional().describe('They take so many times as long.'),
  add: positiveDuration.optional().describe('They take so much longer.'),
  away: trueOrFalse.optional().describe('Nothing answers, the metrics page included; then a fresh process does.'),
  traffic: numberFromZero('a factor of 0 or more')
    .optional()
    .describe('So many times the usual requests come: 0.02 for a fiftieth, 0 for none.'),
  grows: trueOrFalse.optional().describe('From nothing at its beginning to the whole at its end.'),
})

const incident = checked(incidentEntry, (value) => {
  if (!isMapping(value)) return []
  const found = DOES.filter((key) => value[key] !== undefined && value[key] !== false)
  if (found.length === 0) return [{ expected: `at least one of ${DOES.join(', ')}`, got: 'none of them' }]
  if (value.away === true && found.some((key) => key !== 'away' && key !== 'traffic'))
    return [{ path: ['away'], expected: 'nothing else of requests that nothing answers', got: found.join(' and ') }]
  if (value.away === true && value.grows === true)
    return [
      { path: ['grows'], expected: 'a service that is away from the beginning of the incident', got: 'one that grows' },
    ]
  return []
})

export const incidentFileSchema = mapping('a mapping of incidents and catalogue', {
  incidents: listOf('a list of incidents', incident).optional().describe("One's own."),
  catalogue: listOf('a list of incidents of the catalogue', oneOf(CATALOGUE_NAMES))
    .optional()
    .describe('Of those that come with the harness, these too. Default: none of them.'),
})

export type IncidentFile = z.infer<typeof incidentFileSchema>
