// Whether JSON contains other JSON, and where it first does not.

import { ExactNumber, type JsonValue, jsonText } from './exact-json.ts'
import { pointerOf } from './json-pointer.ts'

/** Objects may have more keys than expected, at any depth; all else must be equal. */
export function containsJson(actual: JsonValue | undefined, expected: unknown): boolean {
  return jsonDifference(actual, expected) === undefined
}

/**
 * The first place where the expected JSON is not contained, with what is there: `/paid: false`. Undefined where there is
 * none. Numbers are compared as doubles.
 */
export function jsonDifference(
  actual: JsonValue | undefined,
  expected: unknown,
  steps: readonly string[] = [],
): string | undefined {
  const here = () => {
    const place = pointerOf(steps)
    return place === '' ? describeJson(actual) : `${place}: ${describeJson(actual)}`
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return here()
    return firstDifference(expected.entries(), (i) => actual[i], steps)
  }
  if (typeof expected !== 'object' || expected === null)
    return actual !== undefined && numberOf(actual) === expected ? undefined : here()
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual) || actual instanceof ExactNumber)
    return here()
  return firstDifference(
    Object.entries(expected),
    (key) => (Object.hasOwn(actual, key) ? actual[key] : undefined),
    steps,
  )
}

function firstDifference<Key extends string | number>(
  expected: Iterable<readonly [Key, unknown]>,
  actualOf: (key: Key) => JsonValue | undefined,
  steps: readonly string[],
): string | undefined {
  for (const [key, item] of expected) {
    const difference = jsonDifference(actualOf(key), item, [...steps, String(key)])
    if (difference !== undefined) return difference
  }
  return undefined
}

/** Numbers that a double does not hold as the nearest one: what they are held against was rounded, too. */
export function numberOf(value: JsonValue): Exclude<JsonValue, ExactNumber> {
  return value instanceof ExactNumber ? Number(value.text) : value
}

/** More than is shown: who shows it leaves out secrets first, which must be whole to be found. */
const MOST_CHARACTERS = 1000

/** A value for people; of a collection what it is, for it may be long. */
export function describeJson(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`
  if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) return 'an object'
  if (typeof value === 'string' && value.length > MOST_CHARACTERS)
    return JSON.stringify(`${value.slice(0, MOST_CHARACTERS - 1)}…`)
  return jsonText(value)
}
