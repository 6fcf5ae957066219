// docs/reference/scenario-keys.md: every key of a scenario file, from its schema.

import type { JsonSchema } from './json-schema.ts'
import { code, markdownTable } from './markdown-table.ts'
import { rowsOfProperty, type SchemaRow } from './schema-rows.ts'
import { typeOfSchema } from './type-of-schema.ts'

const HEAD = `# Every key of a scenario file

Made from \`scenarios/scenario.schema.json\`, with which \`validate\` and editors check; \`npm run docs\` writes it anew.
[The scenario file](../scenario-file.md) explains how the keys work together, with examples.

\`[]\` stands for each item of a list, \`.*\` for each key whose name is free. Keys at the top that begin with \`x-\` are ignored.

`

export function scenarioKeys(schema: JsonSchema): string {
  const keys = Object.entries(schema.properties ?? {})
  const required = (key: string) => schema.required?.includes(key) ?? false
  const top = keys.map(([key, property]) => [
    hasKeys(property) ? `[${code(key)}](#${key.toLowerCase()})` : code(key),
    typeOfSchema(property),
    required(key) ? 'yes' : '',
    property.description ?? '',
  ])
  const described = new Map<string, string>()
  const sections = keys.flatMap(([key, property]) => {
    const rows = rowsOfProperty(key, property, required(key), described).slice(1)
    return rows.length === 0 ? [] : [`\n## ${key}\n\n${table(rows)}`]
  })
  return `${HEAD}${markdownTable(['key', 'value', 'required', 'meaning'], top)}${sections.join('')}`
}

function table(rows: readonly SchemaRow[]): string {
  return markdownTable(
    ['key', 'value', 'required', 'meaning'],
    rows.map(({ path, type, required, description }) => [code(path), type, required ? 'yes' : '', description]),
  )
}

function hasKeys(schema: JsonSchema): boolean {
  return rowsOfProperty('', schema, false, new Map()).length > 1
}
