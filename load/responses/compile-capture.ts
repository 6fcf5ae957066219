// A capture, ready to be made many times: takes one value out of an answer. What is missing is never made up.

import type { CaptureSource } from '../../core/answers/answer-check.ts'
import { type JsonValue, textOfJson } from '../../core/json/exact-json.ts'
import { type JsonSteps, parsePath, parsePointer, pointerOf, valueAt } from '../../core/json/json-pointer.ts'
import type { Known, ReadAnswer } from './read-answer.ts'
import { compileSearch } from './search-body.ts'

export type RunCapture = (answer: ReadAnswer) => Known<JsonValue>

export function compileCapture(source: CaptureSource): RunCapture {
  switch (source.kind) {
    case 'json': {
      const steps = parsePointer(source.pointer) ?? []
      return (answer) => jsonAt(answer, steps)
    }
    case 'path': {
      const steps = parsePath(source.path) ?? []
      return (answer) => jsonAt(answer, steps)
    }
    case 'header':
      return (answer) => lastOf(answer.header(source.header), 'no such header')
    case 'cookie':
      return (answer) =>
        lastOf(
          answer.cookies.flatMap((header) => cookieValue(header, source.cookie) ?? []),
          'no such cookie',
        )
    case 'regex': {
      const search = compileSearch(source.pattern)
      return ({ text }) => ('problem' in text ? text : search(text.value))
    }
  }
}

/** A value of null is nothing that a later request could send. */
function jsonAt({ json }: ReadAnswer, steps: JsonSteps): Known<JsonValue> {
  if ('problem' in json) return json
  const value = valueAt(json.value, steps)
  const place = steps.length === 0 ? 'the body' : pointerOf(steps)
  if (value === undefined) return { problem: `nothing at ${place}` }
  if (value === null) return { problem: `null at ${place}` }
  try {
    // Whoever sends it writes it out.
    textOfJson(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { problem: `${place} is ${error.message}`, isUnreadable: true }
  }
  return { value }
}

/** Where a name comes twice, the last one holds. */
function lastOf(values: readonly string[], problem: string): Known<string> {
  const value = values.at(-1)
  return value === undefined ? { problem } : { value }
}

/** Of one `Set-Cookie`; undefined where it sets another cookie. */
function cookieValue(header: string, name: string): string | undefined {
  const [pair = ''] = header.split(';')
  const separator = pair.indexOf('=')
  return separator > 0 && pair.slice(0, separator).trim() === name ? pair.slice(separator + 1).trim() : undefined
}
