// `expect` of a request: which answer counts as the expected one.

import * as z from 'zod'
import { comparisonMistake, parseComparison, patternMistake } from '../../../core/answers/comparison.ts'
import { parseStatuses } from '../../../core/answers/expected-status.ts'
import { isMapping } from '../../../core/file/mapping.ts'
import { mayBeRounded } from '../../../core/json/exact-json.ts'
import { parsePointer } from '../../../core/json/json-pointer.ts'
import { parseByteSize } from '../../../core/text/byte-size.ts'
import { FROM_ENVIRONMENT, splitReferences } from '../../../core/text/environment-references.ts'
import { type Contradiction, checked, either, leaf, listOf, mapping, named } from '../building-blocks.ts'
import { EXACT_JSON, jsonContradictions, ROUNDED, referenceContradictions } from '../data/json-body.ts'
import { referencePhrase } from '../reference-phrase.ts'
import { byteSize, numberPhrase, positiveDuration } from '../values.ts'
import { isHeaderName } from './header-name.ts'

const STATUSES = 'a status from 100 to 599, a class such as 2xx, a range such as 200-299, or a list of them'

const status = leaf<number | string>(
  statusPhrase,
  (value) => (typeof value === 'number' || isClassOrRange(value)) && parseStatuses(value) !== undefined,
  {
    anyOf: [
      { type: 'integer', minimum: 100, maximum: 599 },
      { type: 'string', pattern: '^\\s*([1-5][xX]{2}|[1-5]\\d{2}\\s*-\\s*[1-5]\\d{2})\\s*$' },
    ],
  },
)

function isClassOrRange(value: unknown): value is string {
  return typeof value === 'string' && /[x-]/i.test(value)
}

function statusPhrase(got: unknown): string {
  const [, from, to] = /^\s*([1-5]\d\d)\s*-\s*([1-5]\d\d)\s*$/.exec(String(got)) ?? []
  if (from !== undefined && to !== undefined && Number(from) > Number(to))
    return `a range from the lower status to the higher: ${to}-${from}`
  return numberPhrase(STATUSES)(got)
}

const COMPARISON_JSON = { type: ['string', 'number', 'boolean'] }

/** What a header must be: no JSON. */
const headerComparison = leaf<string | number | boolean>(
  comparisonPhrase,
  (value) => ['string', 'number', 'boolean'].includes(typeof value) && isComparison(value),
  COMPARISON_JSON,
)

const headers = checked(
  named('a mapping of header names and what each must be, such as { content-type: /json/ }', headerComparison),
  (value) =>
    Object.entries(isMapping(value) ? value : {}).flatMap(([header, written]) => [
      ...(isHeaderName(header)
        ? []
        : [{ path: [header], expected: 'the name of a header', got: JSON.stringify(header) }]),
      ...(mayBeRounded(written) ? [{ path: [header], expected: EXACT_JSON, got: ROUNDED }] : []),
    ]),
)

const pointers = checked(
  named(
    "a mapping of JSON pointers and what each must be, such as { /items/0/id: 5, /total: '> 3' }",
    leaf<unknown>(comparisonPhrase, isComparison, {}),
  ),
  (value) =>
    Object.entries(isMapping(value) ? value : {}).flatMap(([pointer, expected]) => [
      ...(parsePointer(pointer) === undefined
        ? [
            {
              path: [pointer],
              expected: `a JSON pointer such as ${pointerMeant(pointer)}`,
              got: JSON.stringify(pointer),
            },
          ]
        : []),
      ...(typeof expected === 'string' ? [] : referenceContradictions(expected, [pointer])),
    ]),
)

function isComparison(value: unknown): boolean {
  return isWellReferenced(value) && parseComparison(value) !== undefined
}

function comparisonPhrase(got: unknown): string {
  return isWellReferenced(got) ? comparisonMistake(got) : referencePhrase(got)
}

/** `items[0].id` is `/items/0/id`. */
function pointerMeant(written: string): string {
  const steps = written
    .replace(/^\$\.?/, '')
    .split(/[.[\]/]+/)
    .filter((step) => step !== '')
  return `/${steps.join('/') || 'id'}`
}

const TEXT = 'a text that is not empty'

const contained = leaf<string>(
  (got) => (isWellReferenced(got) ? TEXT : referencePhrase(got)),
  (value) => typeof value === 'string' && value !== '' && isWellReferenced(value),
  { type: 'string', minLength: 1 },
)

const PATTERN = 'a pattern as RE2 reads it, without slashes around it'

export const pattern = leaf<string>(
  (got) => {
    const mistake = typeof got === 'string' ? patternMistake(got) : undefined
    return mistake === undefined ? PATTERN : `${PATTERN}: ${mistake}`
  },
  (value) => typeof value === 'string' && patternMistake(value) === undefined,
  { type: 'string', minLength: 1 },
)

const SIZE = 'a size such as 512B, or a range such as { from: 1KB, to: 2MB }'

const bodySize = checked(
  either(SIZE, [
    byteSize,
    mapping(SIZE, {
      from: byteSize.optional().describe('The smallest. Default: 0.'),
      to: byteSize.optional().describe('The largest. Default: no limit.'),
    }),
  ]),
  (value) => {
    if (!isMapping(value)) return []
    const [from, to] = [value.from, value.to].map((size) =>
      size === undefined ? undefined : parseByteSize(String(size)),
    )
    if (value.from === undefined && value.to === undefined) return [{ expected: `${SIZE}`, got: 'neither from nor to' }]
    if (from === undefined || to === undefined || from <= to) return []
    return [{ path: ['to'], expected: `a size that is not below from, ${value.from}`, got: String(value.to) }]
  },
)

const expectShape = mapping('a mapping of status, header, json and more', {
  status: either(statusPhrase, [status, listOf(STATUSES, status)])
    .optional()
    .describe(
      'The statuses that count as the expected answer: 200, 2xx, 200-299, or a list of them. Default: any from 200 to 299.',
    ),
  header: headers
    .optional()
    .describe(
      `What headers must be: a value, /pattern/, exists, absent, != value, or bounds such as > 3. ${FROM_ENVIRONMENT}`,
    ),
  json: z
    .unknown()
    .optional()
    .describe(
      `JSON that the answer must contain: objects may have more keys, all else must be equal. ${FROM_ENVIRONMENT}`,
    ),
  pointer: pointers
    .optional()
    .describe(
      `What values of the JSON must be, by JSON pointer: a value, /pattern/, exists, absent, != value, or bounds such as > 3. ${FROM_ENVIRONMENT}`,
    ),
  bodyContains: either(TEXT, [contained, listOf('a list of texts', contained)])
    .optional()
    .describe(`A text that the body must contain, or a list of them. ${FROM_ENVIRONMENT}`),
  bodyMatches: either(patternsPhrase, [pattern, listOf('a list of patterns', pattern)])
    .optional()
    .describe('A pattern (RE2) that must be found in the body, or a list of them.'),
  bodySize: bodySize
    .optional()
    .describe('How large the body must be, decompressed: a size, or { from: 1KB, to: 2MB }.'),
  ttfb: positiveDuration
    .optional()
    .describe('How soon the answer must begin, from when the request was due, as in the objective ttfb p95.'),
})

function patternsPhrase(got: unknown): string {
  const mistake = typeof got === 'string' ? patternMistake(got) : undefined
  return mistake === undefined ? PATTERN : `${PATTERN}: ${mistake}`
}

export const expectSchema = checked(expectShape, (value): readonly Contradiction[] =>
  isMapping(value) ? jsonContradictions(value.json) : [],
)

function isWellReferenced(value: unknown): boolean {
  return typeof value !== 'string' || splitReferences(value) !== undefined
}
