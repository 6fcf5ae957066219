// A schema as rows, one for each key that may stand in the document, in the schema's order.

import { formsOf, type JsonSchema } from './json-schema.ts'
import { typeOfSchema } from './type-of-schema.ts'

export interface SchemaRow {
  /** `load.phases[].rate`; `[]` is each item of a list, `.*` each key that is free. */
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly description: string
}

/** Where the keys of a part of the schema are described already: the part's text → its path. */
export type Described = Map<string, string>

/** As many keys as are worth a reference instead of being written again. */
const WORTH_A_REFERENCE = 2

/** All keys below a schema. Definitions (`$ref`) are named and not looked into. */
export function schemaRows(schema: JsonSchema, path: string, described: Described): SchemaRow[] {
  const rows = formsOf(schema).flatMap((form) => [
    ...Object.entries(form.properties ?? {}).flatMap(([key, property]) =>
      rowsOfProperty(path === '' ? key : `${path}.${key}`, property, form.required?.includes(key) ?? false, described),
    ),
    ...(form.items === undefined ? [] : schemaRows(form.items, `${path}[]`, described)),
    ...(typeof form.additionalProperties === 'object'
      ? rowsOfProperty(`${path}.*`, form.additionalProperties, false, described)
      : []),
  ])
  return oncePerPath(rows)
}

/** The row of a key, and those of the keys below it. */
export function rowsOfProperty(path: string, schema: JsonSchema, required: boolean, described: Described): SchemaRow[] {
  const { description = '', ...part } = schema
  const text = JSON.stringify(part)
  const row = { path, type: typeOfSchema(schema), required, description }
  const known = described.get(text)
  if (known !== undefined && schemaRows(schema, '', new Map()).length >= WORTH_A_REFERENCE)
    return [{ ...row, description: `${description} Its keys are those of \`${known}\`.`.trim() }]
  if (known === undefined) described.set(text, path)
  return [row, ...schemaRows(schema, path, described)]
}

/** Alternatives may have keys in common. */
function oncePerPath(rows: readonly SchemaRow[]): SchemaRow[] {
  const byPath = new Map<string, SchemaRow>()
  for (const row of rows) {
    const other = byPath.get(row.path)
    byPath.set(row.path, other === undefined ? row : merged(other, row))
  }
  return [...byPath.values()]
}

function merged(one: SchemaRow, other: SchemaRow): SchemaRow {
  const types = [...new Set([...one.type.split(' or '), ...other.type.split(' or ')])]
  const descriptions = [...new Set([one.description, other.description])].filter((text) => text !== '')
  return {
    path: one.path,
    type: types.join(' or '),
    required: one.required && other.required,
    description: descriptions.join(' '),
  }
}
