// `request` and `requests`: what is sent, and which answer counts as the expected one.

import * as z from 'zod'
import { isMapping } from '../../core/file/mapping.ts'
import { mayBeRounded } from '../../core/json/exact-json.ts'
import { FROM_RUN, hasReference, splitReferences } from '../../core/text/environment-references.ts'
import { isHttpUrl } from '../../core/text/url.ts'
import { answerContradictions } from './answers/answer-contradictions.ts'
import { captureSchema } from './answers/capture-schema.ts'
import { expectSchema } from './answers/expect-schema.ts'
import { isHeaderName } from './answers/header-name.ts'
import { type Contradiction, checked, leaf, mapping, named, oneOf } from './building-blocks.ts'
import { formSchema, multipartSchema } from './data/body-schema.ts'
import { jsonContradictions } from './data/json-body.ts'
import { DEFAULTS } from './defaults.ts'
import { matchers } from './matchers.ts'
import { referencePhrase } from './reference-phrase.ts'
import { positiveNumber, text, wholeNumber } from './values.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** With its query. */
export const pathSchema = leaf<string>(
  pathPhrase,
  (value) =>
    typeof value === 'string' &&
    isWellReferenced(value) &&
    (/^\/[^\s#]*$/.test(withoutNames(value)) || startsWithReference(value)),
  { type: 'string', pattern: '^(/|\\$\\{)([^\\s#]|\\$\\{[^{}]*\\})*$', examples: ['/predict'] },
)

/** One header's value: one line of text, with references to variables. */
export const headerValue = leaf<string>(
  (got) => {
    if (mayBeRounded(got)) return 'text, in quotes with all its digits'
    if (typeof got === 'number' || typeof got === 'boolean') return `text, in quotes: "${got}"`
    return isWellReferenced(got) ? 'text of one line' : referencePhrase(got)
  },
  (value) => typeof value === 'string' && isWellReferenced(value) && isHeaderValue(value),
  { type: 'string', pattern: '^[^\\r\\n]*$' },
)

// These headers frame the message or control the connection: with other values, requests would run into one another.
const HARNESS_HEADERS = ['connection', 'content-length', 'expect', 'keep-alive', 'te', 'transfer-encoding', 'upgrade']

export const headersSchema = checked(named('a mapping of header names and values', headerValue), (headers) =>
  Object.keys(isMapping(headers) ? headers : {}).flatMap((header, index, all) => {
    const path = [header]
    const first = all.findIndex((other) => other.toLowerCase() === header.toLowerCase())
    if (first < index)
      return [{ path, expected: 'each header once, whatever its case', got: `${all[first]} and ${header}` }]
    if (!isHeaderName(header)) return [{ path, expected: 'the name of a header', got: JSON.stringify(header) }]
    if (!HARNESS_HEADERS.includes(header.toLowerCase())) return []
    return [{ path, expected: 'a header that the harness does not set itself', got: header }]
  }),
)

/** What a request may have beside its name and its weight. */
export const requestShape = {
  method: oneOf(METHODS)
    .optional()
    .describe(`Default: ${DEFAULTS.method}, or ${DEFAULTS.methodWithBody} where there is a body.`),
  path: pathSchema.optional().describe(`Default: ${DEFAULTS.path}. ${FROM_RUN}`),
  headers: headersSchema.optional().describe(FROM_RUN),
  json: z.unknown().optional().describe(`The body, as JSON. ${FROM_RUN}`),
  text: leaf<string>(
    (got) => (isWellReferenced(got) ? 'text' : referencePhrase(got)),
    (value) => typeof value === 'string' && isWellReferenced(value),
    { type: 'string' },
  )
    .optional()
    .describe(`The body, as text. ${FROM_RUN}`),
  form: formSchema.optional().describe(`The body, as HTML forms send it. ${FROM_RUN}`),
  multipart: multipartSchema.optional().describe(`The body, as HTML forms with files send it. ${FROM_RUN}`),
  expect: expectSchema.optional().describe('Which answers count. Default: any status from 200 to 299.'),
  capture: captureSchema
    .optional()
    .describe('What is kept of the answer, by name. Where one is missing, the request has failed.'),
  redirects: wholeNumber('a whole number of redirects, from 0 to 20', 0, 20)
    .optional()
    .describe('The most redirects that are followed, within the same service. Default: 0.'),
  match: matchers
    .optional()
    .describe("Which series of the target's histogram observe it, as in PromQL; they narrow those of target.metrics."),
}

export const requestSchema = oneBody(
  mapping('a mapping such as { method: POST, path: /predict }', {
    name: text.optional().describe('What reports call it. Default: method and path.'),
    ...requestShape,
  }),
)

export const weightedRequestSchema = oneBody(
  mapping('a mapping such as { name: predict, weight: 9, path: /predict }', {
    name: text.optional().describe('What reports call it. Default: method and path.'),
    weight: positiveNumber('a weight above 0')
      .optional()
      .describe(`How often, relative to the others. Default: ${DEFAULTS.weight}.`),
    ...requestShape,
  }),
)

/** True where the value may stand in a header: no line breaks, no other control characters. */
export function isHeaderValue(value: string): boolean {
  return [...value].every((character) => character === '\t' || (character >= ' ' && character !== '\x7f'))
}

export function oneBody<Schema extends z.ZodType>(schema: Schema) {
  return checked(schema, (value) => {
    if (!isMapping(value)) return []
    const bodies = BODIES.filter((body) => value[body] !== undefined)
    return [
      ...(bodies.length > 1 ? [{ expected: `one body, ${BODIES_PHRASE}`, got: bodies.join(' and ') }] : []),
      ...jsonContradictions(value.json),
      ...(value.multipart === undefined ? [] : ownTypes(value.headers)),
      ...answerContradictions(value),
    ]
  })
}

const BODIES = ['json', 'text', 'form', 'multipart']
const BODIES_PHRASE = 'json, text, form or multipart'

/** The type of a multipart body says what its parts are parted by. */
function ownTypes(headers: unknown): Contradiction[] {
  return Object.keys(isMapping(headers) ? headers : {})
    .filter((header) => header.toLowerCase() === 'content-type')
    .map((header) => ({
      path: ['headers', header],
      expected: 'a header that the harness does not set itself',
      got: header,
    }))
}

function pathPhrase(got: unknown): string {
  if (!isWellReferenced(got)) return referencePhrase(got)
  const written = typeof got === 'string' ? got.trim() : ''
  if (/^\$\{[^{}]*\./.test(written)) return 'a path that begins with /, or one value that is all of the path'
  if (!written.startsWith('/')) return `a path that begins with /, ${pathMeant(written)}`
  return `a path without spaces and without #, such as ${encoded(written)}`
}

function pathMeant(written: string): string {
  const { pathname, search } = isHttpUrl(written) ? new URL(written) : { pathname: '', search: '' }
  if (pathname !== '') return `whose scheme and host stand in target.url, such as ${pathname}${search}`
  return `such as /${encoded(written) || 'predict'}`
}

function encoded(path: string): string {
  return path.replace(/[\s#]/g, encodeURIComponent)
}

function isWellReferenced(value: unknown): boolean {
  return typeof value !== 'string' || splitReferences(value) !== undefined
}

/** The variable may hold the slash. A value of the run may be all of the path, and not only its beginning. */
function startsWithReference(value: string): boolean {
  return /^\$\{[^{}.]*\}/.test(value) ? hasReference(value) : /^\$\{[^{}]*\}$/.test(value)
}

/** The names of a data file's columns may have what paths may not. */
function withoutNames(value: string): string {
  return value.replace(/(?<!\$)\$\{[^{}]*\}/g, 'x')
}
