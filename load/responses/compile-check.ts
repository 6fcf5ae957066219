// A check of an answer, ready to be made many times.

import type { AnswerCheck } from '../../core/answers/answer-check.ts'
import { describeJson, jsonDifference } from '../../core/json/json-difference.ts'
import { parsePointer, valueAt } from '../../core/json/json-pointer.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { compileComparison, compileHeaderComparison } from './compile-comparison.ts'
import type { Problem } from './decode-body.ts'
import type { Known, ReadAnswer } from './read-answer.ts'
import { compileSearch } from './search-body.ts'

/** @returns what came instead; null where the answer is as it should be */
export type RunCheck = (answer: ReadAnswer, intendedSeconds: number) => Problem | null

export function compileCheck(check: AnswerCheck | { readonly kind: 'json'; readonly value: unknown }): RunCheck {
  switch (check.kind) {
    case 'json':
      return (answer) => of(answer.json, (json) => problemOf(jsonDifference(json, check.value)))
    case 'header': {
      const isRight = compileHeaderComparison(check.comparison)
      const name = check.header.toLowerCase()
      return (answer) => {
        const values = answer.header(name)
        if (isRight(values)) return null
        return { problem: values.length === 0 ? `no header ${name}` : `${name}: ${values.join(', ')}` }
      }
    }
    case 'pointer': {
      const isRight = compileComparison(check.comparison)
      const steps = parsePointer(check.pointer) ?? []
      return (answer) =>
        of(answer.json, (json) => {
          const value = valueAt(json, steps)
          return isRight(value) ? null : { problem: `${check.pointer}: ${describeJson(value)}` }
        })
    }
    case 'bodyContains':
      return (answer) =>
        of(answer.text, (text) => (text.includes(check.text) ? null : { problem: `not in ${sizeOf(answer)}` }))
    case 'bodyMatches': {
      const search = compileSearch(check.pattern)
      return (answer) =>
        of(answer.text, (text) => {
          const found = search(text)
          return 'problem' in found ? { ...found, problem: `${found.problem} in ${sizeOf(answer)}` } : null
        })
    }
    case 'bodySize':
      return ({ content }) => {
        if ('problem' in content) {
          const isTooLarge = check.toBytes !== null && check.toBytes <= (content.moreThanBytes ?? 0)
          return isTooLarge ? { problem: content.problem } : content
        }
        const { length } = content.value
        const isRight = length >= check.fromBytes && length <= (check.toBytes ?? length)
        return isRight ? null : { problem: formatByteSize(length) }
      }
    case 'ttfb':
      return (answer, intendedSeconds) => {
        const seconds = answer.firstByteSeconds - intendedSeconds
        return seconds < check.belowSeconds ? null : { problem: formatDuration(seconds) }
      }
  }
}

function of<Value>(known: Known<Value>, check: (value: Value) => Problem | null): Problem | null {
  return 'problem' in known ? known : check(known.value)
}

function problemOf(problem: string | undefined): Problem | null {
  return problem === undefined ? null : { problem }
}

function sizeOf({ content }: ReadAnswer): string {
  return 'problem' in content ? content.problem : formatByteSize(content.value.length)
}
