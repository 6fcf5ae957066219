// The bodies of HTML forms: `form` and `multipart` of a request.

import type * as z from 'zod'
import { isMapping } from '../../../core/file/mapping.ts'
import { mayBeRounded } from '../../../core/json/exact-json.ts'
import { mentionsReference, splitReferences } from '../../../core/text/environment-references.ts'
import { type Contradiction, checked, either, leaf, listOf, mapping, named } from '../building-blocks.ts'
import { referencePhrase } from '../reference-phrase.ts'
import { EXACT } from './json-body.ts'

const FIELD = 'a text, a number, true or false'

/** @param plain what is expected, but for numbers that would not be sent as they are written */
function orExact(plain: string): (got: unknown) => string {
  return (got) => (mayBeRounded(got) ? `${EXACT}, or a longer one in quotes` : plain)
}

const fieldValue = leaf<string | number | boolean>(
  (got) => (typeof got === 'string' ? referencePhrase(got) : orExact(FIELD)(got)),
  (value) =>
    typeof value === 'string'
      ? splitReferences(value) !== undefined
      : typeof value === 'boolean' || (Number.isFinite(value) && !mayBeRounded(value)),
  { type: ['string', 'number', 'boolean'] },
)

export const formSchema = checkedNames(
  named(
    'a mapping of names and values',
    either(orExact(`${FIELD}, or a list of them`), [fieldValue, listOf(FIELD, fieldValue)]),
  ),
)

const filePart = mapping('a mapping such as { file: photo.jpg }', {
  file: leaf<string>(
    (got) => (typeof got === 'string' && mentionsReference(got) ? 'a file that does not vary' : 'the path of a file'),
    (value) => typeof value === 'string' && value.trim() !== '' && !mentionsReference(value),
    { type: 'string', pattern: '\\S' },
  ).describe('The file to upload, relative to the scenario.'),
  filename: leaf<string>(
    'a name that does not vary',
    (value) => typeof value === 'string' && value.trim() !== '' && !mentionsReference(value),
    { type: 'string', pattern: '\\S' },
  )
    .optional()
    .describe('What the service is told that it is called. Default: the name of the file.'),
  type: leaf<string>(
    'a media type, such as image/jpeg',
    (value) => typeof value === 'string' && /^[\w.+-]+\/[\w.+-]+(\s*;\s*[\w.+-]+=[\w.+"-]+)*$/.test(value),
    { type: 'string', pattern: '^[^/]+/[^/]+$', examples: ['image/jpeg'] },
  )
    .optional()
    .describe('Its media type. Default: application/octet-stream.'),
})

const PART = 'a text, a number, true or false, or a file such as { file: photo.jpg }'

const part = either(orExact(PART), [fieldValue, filePart])

export const multipartSchema = checkedNames(
  named(
    'a mapping of names and their texts or files',
    either(orExact(`${PART}, or a list of them`), [part, listOf(PART, part)]),
  ),
)

/** Only values are replaced. */
function checkedNames<Schema extends z.ZodType>(schema: Schema) {
  return checked(schema, (value) =>
    Object.keys(isMapping(value) ? value : {})
      .filter((name) => mentionsReference(name))
      .map(
        (name): Contradiction => ({
          path: [name],
          expected: 'a name without ${, for only values are replaced',
          got: JSON.stringify(name),
        }),
      ),
  )
}
