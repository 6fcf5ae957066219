import { expect, it } from 'vitest'
import { schemaRows } from '../../../site/reference/schema-rows.ts'

const rowsOf = (schema: Parameters<typeof schemaRows>[0]) =>
  schemaRows(schema, '', new Map()).map(({ path, type, required, description }) =>
    [path, type, required ? 'required' : '', description].join(' | '),
  )

it('names keys of mappings, of items, and of mappings whose names are free', () => {
  expect(
    rowsOf({
      properties: {
        a: { type: 'string', examples: ['1s'], description: 'A.' },
        b: { type: 'array', items: { properties: { c: { type: 'number' } } } },
        d: { type: 'object', additionalProperties: { enum: ['x', 'y'] } },
      },
      required: ['a'],
    }),
  ).toEqual([
    'a | text such as `1s` | required | A.',
    'b | list of mappings |  | ',
    'b[].c | number |  | ',
    'd | mapping |  | ',
    'd.* | `x` or `y` |  | ',
  ])
})

it('puts alternatives together: what only some of them need is not required', () => {
  const a = { type: 'object', properties: { kind: { const: 'a' }, x: { type: 'number' } }, required: ['kind', 'x'] }
  const b = { type: 'object', properties: { kind: { const: 'b' } }, required: ['kind'] }
  expect(rowsOf({ anyOf: [a, b, { type: 'null' }] })).toEqual([
    'kind | `a` or `b` | required | ',
    'x | number | required | ',
  ])
})

it('describes the same keys once', () => {
  const tls = { type: 'object', properties: { ca: { type: 'string' }, key: { type: 'string' } } }
  expect(rowsOf({ properties: { one: tls, other: { ...tls, description: 'As well.' } } })).toEqual([
    'one | mapping |  | ',
    'one.ca | text |  | ',
    'one.key | text |  | ',
    'other | mapping |  | As well. Its keys are those of `one`.',
  ])
})
