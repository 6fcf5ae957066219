// `data` and `values`: what differs from one request to the next.

import { DATA_ENDINGS, DATA_ORDERS, dataFormat } from '../../../core/data/data-set.ts'
import { TIMESTAMP_FORMATS } from '../../../core/data/generated-value.ts'
import { isMapping } from '../../../core/file/mapping.ts'
import { RESERVED_SOURCES } from '../../../core/references/reserved-sources.ts'
import { checked, either, exactlyOneKey, leaf, listOf, mapping, named, oneOf } from '../building-blocks.ts'
import { DEFAULTS } from '../defaults.ts'
import { numberPhrase } from '../values.ts'

const SOURCE_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/
const VALUE_NAME = /^[^{}\r\n]+$/

const ENDINGS = Object.keys(DATA_ENDINGS)
const DATA_FILE = `a file that ends in ${ENDINGS.slice(0, -1).join(', ')} or ${ENDINGS.at(-1)}`

const dataFile = leaf<string>(DATA_FILE, (value) => typeof value === 'string' && dataFormat(value) !== undefined, {
  type: 'string',
  pattern: '\\.([cC][sS][vV]|[jJ][sS][oO][nN][lL]|[nN][dD][jJ][sS][oO][nN])$',
  examples: ['users.csv'],
})

const dataSet = mapping('a mapping such as { file: users.csv }', {
  file: dataFile.describe('Its file, relative to the scenario: CSV, or one JSON object a line.'),
  order: oneOf(DATA_ORDERS)
    .optional()
    .describe(
      `sequence: row by row, and from the first again. random: drawn by the seed. once: row by row, none twice. Default: ${DEFAULTS.order}.`,
    ),
})

export const dataSchema = checked(
  named('a mapping of data sets by their names, such as { users: { file: users.csv } }', dataSet),
  (value) =>
    sourceNames(value).flatMap((name) => {
      if (RESERVED_SOURCES.includes(name))
        return [{ path: [name], expected: 'a name that nothing else has', got: name }]
      return SOURCE_NAME.test(name) ? [] : [{ path: [name], expected: SOURCE_NAME_PHRASE, got: JSON.stringify(name) }]
    }),
).meta({ propertyNames: { pattern: `^(?!(${RESERVED_SOURCES.join('|')})$)[A-Za-z_][A-Za-z0-9_-]*$` } })

const SOURCE_NAME_PHRASE = 'a name of letters, digits, dashes and underscores that begins with a letter'

const WHOLE = `a whole number from -${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`

const whole = leaf<number>(numberPhrase(WHOLE), (value) => Number.isSafeInteger(value), { type: 'integer' })

const integer = checked(
  mapping('a mapping of from and to', { from: whole.describe('The smallest.'), to: whole.describe('The largest.') }),
  (value) => {
    if (!isMapping(value)) return []
    const { from, to } = value
    if (typeof from !== 'number' || typeof to !== 'number') return []
    if (from > to) return [{ path: ['to'], expected: `a whole number of ${from} or more`, got: String(to) }]
    return to - from >= Number.MAX_SAFE_INTEGER ? [{ expected: 'a smaller range', got: `${from} to ${to}` }] : []
  },
)

const choiceItem = leaf<string | number | boolean>(
  'a text, a number, true or false',
  (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
  { type: ['string', 'number', 'boolean'] },
)

const VALUE = 'uuid, timestamp, or a mapping of integer, timestamp or choice'

const generated = either(VALUE, [
  oneOf(['uuid', 'timestamp']),
  exactlyOneKey(
    mapping(VALUE, {
      integer: integer.optional().describe('A whole number, both ends included: `{ from: 1, to: 9 }`.'),
      timestamp: oneOf(TIMESTAMP_FORMATS)
        .optional()
        .describe('When the request is sent: iso, or seconds or milliseconds since 1970.'),
      choice: listOf('a list of texts or numbers', choiceItem).optional().describe('One of several.'),
    }),
    ['integer', 'timestamp', 'choice'],
  ),
])

export const valuesSchema = checked(
  named('a mapping of values by their names, such as { id: uuid }', generated),
  (value) =>
    sourceNames(value)
      .filter((name) => !VALUE_NAME.test(name))
      .map((name) => ({ path: [name], expected: 'a name without braces and line breaks', got: JSON.stringify(name) })),
)

function sourceNames(value: unknown): string[] {
  return Object.keys(isMapping(value) ? value : {})
}
