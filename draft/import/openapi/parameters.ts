// The parameters of an operation → the parts of its path, query and headers.

import { isMapping, listIn, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import { type JsonValue, jsonText, textOfJson } from '../../../core/json/exact-json.ts'
import type { References } from './references.ts'
import { isJson, sampleValue } from './sample-value.ts'

export interface Parameter {
  readonly name: string
  readonly in: string
  /** One at least; the first is the one to be sent where only one can be. */
  readonly values: readonly JsonValue[]
  /** Whether the description gives them, or they were made from the schema. */
  readonly isGiven: boolean
  readonly style: string | null
  readonly explode: boolean | null
}

/** Those that are required, and those with examples. An operation's own come before those of its path. */
export function parametersOf(path: Mapping, operation: Mapping, references: References): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const written of [...listIn(operation.parameters), ...listIn(path.parameters)]) {
    const parameter = mappingIn(references.resolve(written))
    const { name, in: place } = parameter
    if (typeof name !== 'string' || typeof place !== 'string' || found.has(`${place} ${name}`)) continue
    const given = givenValues(parameter, references)
    if (given.length === 0 && parameter.required !== true && place !== 'path') continue
    const schema = parameter.schema ?? mappingIn(Object.values(mappingIn(parameter.content))[0]).schema
    const values = given.length > 0 ? given : [sampleValue(schema, references) ?? 'text']
    found.set(`${place} ${name}`, {
      name,
      in: place,
      values,
      isGiven: given.length > 0,
      style: typeof parameter.style === 'string' ? parameter.style : null,
      explode: typeof parameter.explode === 'boolean' ? parameter.explode : null,
    })
  }
  return [...found.values()]
}

const MOST_VALUES = 100

function givenValues(parameter: Mapping, references: References): JsonValue[] {
  const examples = Object.values(mappingIn(parameter.examples)).map((each) => mappingIn(references.resolve(each)).value)
  const schema = mappingIn(references.resolve(parameter.schema))
  const own = [parameter.example, ...examples].filter((value) => value !== undefined)
  const ofSchema = [schema.example, ...listIn(schema.examples)].filter((value) => value !== undefined)
  const ofEnum = parameter.required === true ? listIn(schema.enum) : []
  const values = own.length > 0 ? own : ofSchema.length > 0 ? ofSchema : ofEnum
  return values.filter((value) => isJson(value)).slice(0, MOST_VALUES)
}

/** In a path: lists with commas between their values. */
export function pathText(value: JsonValue): string {
  return scalars(value).join(',')
}

/** `name=value` pairs of a query. */
export function queryPairs({ name, style, explode }: Parameter, value: JsonValue): (readonly [string, string])[] {
  if (Array.isArray(value)) {
    if (explode ?? (style === null || style === 'form')) return scalars(value).map((item) => [name, item])
    return [[name, scalars(value).join(style === 'pipeDelimited' ? '|' : style === 'spaceDelimited' ? ' ' : ',')]]
  }
  if (!isMapping(value)) return [[name, textOfJson(value)]]
  const entries = Object.entries(value).map(([key, inner]) => [key, textOfJson(inner as JsonValue)] as const)
  if (style === 'deepObject') return entries.map(([key, inner]) => [`${name}[${key}]`, inner])
  return explode === false ? [[name, entries.flat().join(',')]] : entries
}

function scalars(value: JsonValue): string[] {
  if (Array.isArray(value)) return value.map((item) => textOfJson(item))
  return [typeof value === 'object' && value !== null ? jsonText(value) : String(value)]
}
