// What kind of value a schema accepts, in a few words of Markdown.

import { formsOf, type JsonSchema } from './json-schema.ts'

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
  object: 'mapping',
  null: '`null`',
}

export function typeOfSchema(schema: JsonSchema): string {
  const words = [...new Set(formsOf(schema).flatMap(typesOfForm))]
  // Null last: it is the exception.
  return [...words.filter((word) => word !== WORDS.null), ...words.filter((word) => word === WORDS.null)].join(' or ')
}

function typesOfForm(form: JsonSchema): string[] {
  if (form.$ref !== undefined) return [`[${nameOfReference(form.$ref)}](#${nameOfReference(form.$ref).toLowerCase()})`]
  if (form.const !== undefined) return [literal(form.const)]
  if (form.enum !== undefined) return form.enum.map(literal)
  const types = typeof form.type === 'string' ? [form.type] : (form.type ?? [])
  if (types.length === 0) return [form.properties === undefined ? 'any value' : 'mapping']
  return types.map((type) => (type === 'array' ? `list of ${listed(form.items)}` : word(type, form)))
}

/** The name of a definition in `$defs`. */
export function nameOfReference(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}

function word(type: string, { examples = [] }: JsonSchema): string {
  const plain = WORDS[type] ?? type
  const shown = examples.slice(0, 2).map((example) => `\`${String(example)}\``)
  return shown.length === 0 ? plain : `${plain} such as ${shown.join(', ')}`
}

function listed(items: JsonSchema = {}): string {
  const type = typeOfSchema(items)
  return { mapping: 'mappings', number: 'numbers', text: 'texts', 'any value': 'anything' }[type] ?? type
}

function literal(value: unknown): string {
  return `\`${typeof value === 'string' && value !== '' ? value : JSON.stringify(value)}\``
}
