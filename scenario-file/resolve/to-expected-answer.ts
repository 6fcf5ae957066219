// `expect` and `capture` of a request: as written → as they are judged.

import type { AnswerCheck, Capture, CaptureSource } from '../../core/answers/answer-check.ts'
import { type Comparison, parseComparison } from '../../core/answers/comparison.ts'
import { parseStatuses, type StatusRange } from '../../core/answers/expected-status.ts'
import type { Expectation } from '../../core/scenario/load-plan.ts'
import { parseByteSize } from '../../core/text/byte-size.ts'
import type { ScenarioFile } from '../schema/scenario-schema.ts'
import { secondsOf } from '../schema/values.ts'

type RequestEntry = NonNullable<ScenarioFile['requests']>[number]
type ExpectEntry = NonNullable<RequestEntry['expect']>

export function toExpectedAnswer(expect: ExpectEntry): Expectation {
  const { statuses, statusRanges } = toStatuses(expect.status ?? [])
  const checks = toChecks(expect)
  return {
    statuses,
    ...(statusRanges.length === 0 ? {} : { statusRanges }),
    ...(expect.json === undefined ? {} : { json: expect.json }),
    ...(checks.length === 0 ? {} : { checks }),
  }
}

function toStatuses(written: NonNullable<ExpectEntry['status']>): { statuses: number[]; statusRanges: StatusRange[] } {
  const ranges = listOf(written).map((status) => {
    const range = parseStatuses(status)
    if (range === undefined) throw new TypeError(`expected a status, got ${status}`)
    return range
  })
  return {
    statuses: ranges.filter(({ from, to }) => from === to).map(({ from }) => from),
    statusRanges: ranges.filter(({ from, to }) => from < to),
  }
}

/** In the order in which the documentation has them. */
function toChecks({ header, pointer, bodyContains, bodyMatches, bodySize, ttfb }: ExpectEntry): AnswerCheck[] {
  return [
    ...Object.entries(header ?? {}).map(
      ([name, written]): AnswerCheck => ({ kind: 'header', header: name, comparison: toComparison(written) }),
    ),
    ...Object.entries(pointer ?? {}).map(
      ([place, written]): AnswerCheck => ({ kind: 'pointer', pointer: place, comparison: toComparison(written) }),
    ),
    ...listOf(bodyContains ?? []).map((text): AnswerCheck => ({ kind: 'bodyContains', text })),
    ...listOf(bodyMatches ?? []).map((pattern): AnswerCheck => ({ kind: 'bodyMatches', pattern })),
    ...(bodySize === undefined ? [] : [toSize(bodySize)]),
    ...(ttfb === undefined ? [] : [{ kind: 'ttfb', belowSeconds: secondsOf(ttfb) } as const]),
  ]
}

function toComparison(written: unknown): Comparison {
  const comparison = parseComparison(written)
  if (comparison === undefined) throw new TypeError(`expected a comparison, got ${String(written)}`)
  return comparison
}

function toSize(size: NonNullable<ExpectEntry['bodySize']>): AnswerCheck {
  const { from = 0, to } = typeof size === 'object' ? size : { from: size, to: size }
  const bytes = (written: string | 0) => parseByteSize(String(written)) as number
  return { kind: 'bodySize', fromBytes: bytes(from), toBytes: to === undefined ? null : bytes(to) }
}

export function toCaptures(capture: NonNullable<RequestEntry['capture']>): Capture[] {
  return Object.entries(capture).map(([name, source]) => ({ name, source: toSource(source) }))
}

function toSource(entry: NonNullable<RequestEntry['capture']>[string]): CaptureSource {
  const { json, path, header, cookie, regex } = entry
  if (json !== undefined) return { kind: 'json', pointer: json }
  if (path !== undefined) return { kind: 'path', path }
  if (header !== undefined) return { kind: 'header', header }
  if (cookie !== undefined) return { kind: 'cookie', cookie }
  return { kind: 'regex', pattern: regex as string }
}

function listOf<Item>(value: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(value) ? value : [value as Item]
}
