// A check of an answer, ready to be made many times.

import type { AnswerCheck } from '../../core/answers/answer-check.ts'
import { describeJson, jsonDifference } from '../../core/json/json-difference.ts'
import { parsePointer, valueAt } from '../../core/json/json-pointer.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { compileComparison, compileHeaderComparison } from './compile-comparison.ts'
import type { Known, ReadAnswer } from './read-answer.ts'
import { compileSearch } from './search-body.ts'

/** @returns what came instead, as a phrase; null where the answer is as it should be */
export type RunCheck = (answer: ReadAnswer, intendedSeconds: number) => string | null

export function compileCheck(check: AnswerCheck | { readonly kind: 'json'; readonly value: unknown }): RunCheck {
  switch (check.kind) {
    case 'json':
      return (answer) => of(answer.json, (json) => jsonDifference(json, check.value) ?? null)
    case 'header': {
      const isRight = compileHeaderComparison(check.comparison)
      const name = check.header.toLowerCase()
      return (answer) => {
        const values = answer.header(name)
        if (isRight(values)) return null
        return values.length === 0 ? `no header ${name}` : `${name}: ${values.join(', ')}`
      }
    }
    case 'pointer': {
      const isRight = compileComparison(check.comparison)
      const steps = parsePointer(check.pointer) ?? []
      return (answer) =>
        of(answer.json, (json) => {
          const value = valueAt(json, steps)
          return isRight(value) ? null : `${check.pointer}: ${describeJson(value)}`
        })
    }
    case 'bodyContains':
      return (answer) => of(answer.text, (text) => (text.includes(check.text) ? null : `not in ${sizeOf(answer)}`))
    case 'bodyMatches': {
      const search = compileSearch(check.pattern)
      return (answer) =>
        of(answer.text, (text) => {
          const found = search(text)
          return 'problem' in found ? `${found.problem} in ${sizeOf(answer)}` : null
        })
    }
    case 'bodySize':
      return (answer) =>
        of(answer.content, ({ length }) =>
          length >= check.fromBytes && length <= (check.toBytes ?? length) ? null : formatByteSize(length),
        )
    case 'ttfb':
      return (answer, intendedSeconds) => {
        const seconds = answer.firstByteSeconds - intendedSeconds
        return seconds < check.belowSeconds ? null : formatDuration(seconds)
      }
  }
}

function of<Value>(known: Known<Value>, check: (value: Value) => string | null): string | null {
  return 'problem' in known ? known.problem : check(known.value)
}

function sizeOf({ content }: ReadAnswer): string {
  return 'problem' in content ? content.problem : formatByteSize(content.value.length)
}
