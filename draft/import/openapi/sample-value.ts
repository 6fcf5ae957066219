// A value that a schema allows, from its examples where it has some. Sources: OpenAPI 3.0 and 3.1, JSON Schema 2020-12.

import { isMapping, listIn, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import type { JsonValue } from '../../../core/json/exact-json.ts'
import type { References } from './references.ts'

const MOST_LEVELS = 12
const MOST_VALUES = 2000

/** Undefined where nothing can be made: a schema that contains itself, or one that refers to nothing. */
export function sampleValue(schema: unknown, references: References): JsonValue | undefined {
  return new Sampler(references).sample(schema, 0)
}

class Sampler {
  readonly #references: References
  readonly #open = new Set<unknown>()
  #left = MOST_VALUES

  constructor(references: References) {
    this.#references = references
  }

  sample(written: unknown, level: number): JsonValue | undefined {
    const schema = mappingIn(this.#references.resolve(written))
    if (this.#open.has(schema) || level > MOST_LEVELS || this.#left-- < 0) return undefined
    this.#open.add(schema)
    const value = this.#sampleOpen(schema, level)
    this.#open.delete(schema)
    return value
  }

  #sampleOpen(schema: Mapping, level: number): JsonValue | undefined {
    for (const given of [
      schema.example,
      listIn(schema.examples)[0],
      schema.const,
      schema.default,
      listIn(schema.enum)[0],
    ])
      if (given !== undefined && isJson(given)) return given
    const [first] = [...listIn(schema.oneOf), ...listIn(schema.anyOf)].filter((each) => !isNull(each))
    const parts = [...listIn(schema.allOf), ...(first === undefined ? [] : [first])]
    if (parts.length > 0) return this.#sampleParts(schema, parts, level)
    const type = typeOf(schema)
    if (type === 'object') return this.#sampleObject(schema, level)
    if (type === 'array') return this.#sampleArray(schema, level)
    if (type === 'integer' || type === 'number') return sampleNumber(schema, type)
    if (type === 'boolean') return true
    if (type === 'null') return null
    return type === 'string' ? sampleText(schema) : undefined
  }

  /** Objects are put together; of all else the first that has a value. */
  #sampleParts(schema: Mapping, parts: readonly unknown[], level: number): JsonValue | undefined {
    const own = typeOf(schema) === 'object' ? [this.#sampleObject(schema, level)] : []
    const values = [...parts.map((part) => this.sample(part, level + 1)), ...own].filter((value) => value !== undefined)
    const objects = values.filter(isMapping)
    if (objects.length === 0) return values[0]
    return Object.fromEntries(objects.flatMap((object) => Object.entries(object as { [key: string]: JsonValue })))
  }

  /** What is required, and what has an example; all of it where nothing is required. What only answers have is left out. */
  #sampleObject(schema: Mapping, level: number): JsonValue {
    const required = new Set(listIn(schema.required))
    const entries = Object.entries(mappingIn(schema.properties)).flatMap(([key, written]) => {
      const property = mappingIn(this.#references.resolve(written))
      const isWanted = required.has(key) || required.size === 0 || property.example !== undefined
      if (property.readOnly === true || !isWanted) return []
      const value = this.sample(written, level + 1)
      return value === undefined ? [] : [[key, value] as const]
    })
    return Object.fromEntries(entries)
  }

  #sampleArray(schema: Mapping, level: number): JsonValue {
    const item = this.sample(schema.items ?? listIn(schema.prefixItems)[0], level + 1)
    const length = Math.min(Math.max(1, Number(schema.minItems) || 1), 20)
    return item === undefined ? [] : Array.from({ length: schema.uniqueItems === true ? 1 : length }, () => item)
  }
}

function isNull(schema: unknown): boolean {
  return isMapping(schema) && schema.type === 'null'
}

function typeOf(schema: Mapping): unknown {
  const types = Array.isArray(schema.type) ? schema.type.filter((type) => type !== 'null') : [schema.type]
  if (types[0] !== undefined) return types[0]
  if (schema.properties !== undefined) return 'object'
  if (schema.items !== undefined) return 'array'
  return schema.format !== undefined || schema.pattern !== undefined ? 'string' : undefined
}

function sampleNumber(schema: Mapping, type: string): number {
  const step = Number(schema.multipleOf) > 0 ? Number(schema.multipleOf) : type === 'integer' ? 1 : 0.5
  const { minimum, exclusiveMinimum: above, maximum, exclusiveMaximum: below } = schema
  const lowest =
    typeof above === 'number' ? above + step : typeof minimum === 'number' ? minimum + (above === true ? step : 0) : 1
  const highest =
    typeof below === 'number'
      ? below - step
      : typeof maximum === 'number'
        ? maximum - (below === true ? step : 0)
        : lowest
  const hasLowest = typeof above === 'number' || typeof minimum === 'number'
  const wanted = hasLowest ? lowest : Math.min(lowest, highest)
  return Math.ceil(wanted / step) * step
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'user@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/example',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  byte: 'dGV4dA==',
  binary: 'text',
  password: 'a-password',
}

function sampleText({ format, minLength, maxLength }: Mapping): string {
  const text =
    (typeof format === 'string' && Object.hasOwn(BY_FORMAT, format) ? BY_FORMAT[format] : undefined) ?? 'text'
  const least = Math.min(Number(minLength) || 0, 1000)
  const longer = text.padEnd(least, 'x')
  return typeof maxLength === 'number' && maxLength >= 0 ? longer.slice(0, Math.max(least, maxLength)) : longer
}

/** YAML also has dates and what no JSON holds. */
export function isJson(value: unknown, level = 0): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || level > 60) return false
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isPlain && Object.values(value).every((inner) => isJson(inner, level + 1))
}
