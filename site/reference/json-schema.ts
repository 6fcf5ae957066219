// The parts of JSON Schema that our schemas use.

export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

/** The forms that a value may have; a schema without alternatives is its only form. */
export function formsOf(schema: JsonSchema): readonly JsonSchema[] {
  const alternatives = (schema.anyOf ?? schema.oneOf ?? []).filter((form) => !isCondition(form))
  return alternatives.length === 0 ? [schema] : alternatives.flatMap(formsOf)
}

/** `oneOf: [{ required: [url] }, …]` says which keys go together, and describes no value. */
function isCondition(schema: JsonSchema): boolean {
  return Object.keys(schema).every((key) => key === 'required' || key === 'not')
}
