// docs/reference/report-json.md and backtest-json.md: every field of a JSON report, from its published schema.

import type { JsonSchema } from './json-schema.ts'
import { code, markdownTable } from './markdown-table.ts'
import { rowsOfProperty, type SchemaRow, schemaRows } from './schema-rows.ts'
import { typeOfSchema } from './type-of-schema.ts'

const HEADS = ['field', 'value', 'always there', 'meaning']

/** @param introduction Markdown with the page's title, ends with a line end */
export function jsonReport(schema: JsonSchema, introduction: string): string {
  const fields = Object.entries(schema.properties ?? {})
  const required = (field: string) => schema.required?.includes(field) ?? false
  const described = new Map<string, string>()
  const parts = fields.map(([field, property]) => ({
    field,
    property,
    rows: rowsOfProperty(field, property, required(field), described).slice(1),
  }))
  const top = parts.map(({ field, property, rows }) => [
    rows.length === 0 ? code(field) : `[${code(field)}](#${field.toLowerCase()})`,
    typeOfSchema(property),
    required(field) ? 'yes' : '',
    property.description ?? '',
  ])
  const definitions = Object.entries(schema.$defs ?? {}).map(([field, definition]) => ({
    field,
    rows: schemaRows(definition, '', new Map()),
  }))
  const sections = [...parts, ...definitions]
    .filter(({ rows }) => rows.length > 0)
    .map(({ field, rows }) => `\n## ${field}\n\n${table(rows)}`)
  return `${introduction}\n${markdownTable(HEADS, top)}${sections.join('')}`
}

function table(rows: readonly SchemaRow[]): string {
  return markdownTable(
    HEADS,
    rows.map(({ path, type, required, description }) => [code(path), type, required ? 'yes' : '', description]),
  )
}
