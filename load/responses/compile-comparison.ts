// A comparison, ready to be made many times.

import { type Comparison, isWithin } from '../../core/answers/comparison.ts'
import { ExactNumber, type JsonValue, textOfJson } from '../../core/json/exact-json.ts'
import { containsJson, numberOf } from '../../core/json/json-difference.ts'
import { compileRe2 } from '../../core/pattern/compile-re2.ts'

/** @returns whether a value of JSON is as it should be; undefined is none at all */
export function compileComparison(comparison: Comparison): (value: JsonValue | undefined) => boolean {
  switch (comparison.kind) {
    case 'exists':
      return (value) => value !== undefined
    case 'absent':
      return (value) => value === undefined
    case 'equal':
      return (value) => containsJson(value, comparison.value)
    // That it differs is no news of what is not there.
    case 'different':
      return (value) => value !== undefined && !containsJson(value, comparison.value)
    case 'matches': {
      const pattern = compileRe2(comparison.pattern, false)
      return (value) => isScalar(value) && pattern.matcher(textOfJson(value)).find()
    }
    case 'within':
      return (value) => {
        const number = value === undefined ? value : numberOf(value)
        return typeof number === 'number' && isWithin(number, comparison.bounds)
      }
  }
}

/** The same for the values of a header, which are texts: one of them has to be so, or all of them different. */
export function compileHeaderComparison(comparison: Comparison): (values: readonly string[]) => boolean {
  switch (comparison.kind) {
    case 'exists':
      return (values) => values.length > 0
    case 'absent':
      return (values) => values.length === 0
    case 'equal':
      return (values) => values.some((value) => isText(value, comparison.value))
    case 'different':
      return (values) => values.length > 0 && !values.some((value) => isText(value, comparison.value))
    case 'matches': {
      const matches = compileComparison(comparison)
      return (values) => values.some(matches)
    }
    case 'within':
      return (values) => values.some((value) => A_NUMBER.test(value) && isWithin(Number(value), comparison.bounds))
  }
}

const A_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/

/** A number as a number: of what YAML read, nobody knows any more whether it was written 1 or 1.0. */
function isText(text: string, meant: unknown): boolean {
  return text === String(meant) || (typeof meant === 'number' && A_NUMBER.test(text) && Number(text) === meant)
}

function isScalar(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && (typeof value !== 'object' || value instanceof ExactNumber)
}
