// What a request asks of its answer and no answer can fulfil.

import { parseComparison } from '../../../core/answers/comparison.ts'
import { isMapping, listIn, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import { type JsonValue, parseJson } from '../../../core/json/exact-json.ts'
import { containsJson } from '../../../core/json/json-difference.ts'
import { parsePointer, valueAt } from '../../../core/json/json-pointer.ts'
import { formatByteSize, parseByteSize } from '../../../core/text/byte-size.ts'
import { mentionsReference } from '../../../core/text/environment-references.ts'
import type { Contradiction } from '../building-blocks.ts'

const OF_THE_BODY = ['json', 'pointer', 'bodyContains', 'bodyMatches', 'bodySize'] as const
const TAKEN_FROM_BODY = ['json', 'path', 'regex'] as const

/** More is not read of an answer. */
const MOST_BODY_BYTES = 16 * 1024 ** 2

const WITHOUT_BODY = [204, 205, 304]
const REDIRECTS = [301, 302, 303, 307, 308]

/** @param request an entry as it was read, right or wrong */
export function answerContradictions(request: Mapping): Contradiction[] {
  const expect = mappingIn(request.expect)
  return [
    ...bodyContradictions(request, expect),
    ...redirectContradictions(request, expect),
    ...headerContradictions(request, expect),
    ...pointerContradictions(expect),
    ...sizeContradictions(expect),
  ]
}

/** An answer to HEAD, and one with certain statuses, has no body. */
function bodyContradictions(request: Mapping, expect: Mapping): Contradiction[] {
  const statuses = statusesIn(expect)
  const without =
    request.method === 'HEAD'
      ? 'an answer to HEAD, which has no body'
      : statuses.length > 0 && statuses.every((status) => WITHOUT_BODY.includes(Number(status)))
        ? `answers with status ${statuses.join(', ')}, which have no body`
        : undefined
  if (without === undefined) return []
  const asked = OF_THE_BODY.filter((key) => expect[key] !== undefined).map((key) => ['expect', key])
  const taken = Object.entries(mappingIn(request.capture)).flatMap(([name, source]) =>
    TAKEN_FROM_BODY.filter((key) => mappingIn(source)[key] !== undefined).map((key) => ['capture', name, key]),
  )
  return [...asked, ...taken].map((path) => ({
    path,
    expected: `nothing of the body beside ${without}`,
    got: path.at(-1) as string,
  }))
}

function redirectContradictions({ redirects }: Mapping, expect: Mapping): Contradiction[] {
  if (typeof redirects !== 'number' || redirects === 0) return []
  const followed = statusesIn(expect).filter((status) => REDIRECTS.includes(Number(status)))
  return followed.map((status) => ({
    path: ['expect', 'status'],
    expected: 'no status of a redirect beside redirects, which follows them',
    got: String(status),
  }))
}

function headerContradictions({ capture }: Mapping, expect: Mapping): Contradiction[] {
  const absent = Object.entries(mappingIn(expect.header)).flatMap(([header, comparison]) =>
    comparison === 'absent' ? [header.toLowerCase()] : [],
  )
  return Object.entries(mappingIn(capture)).flatMap(([name, source]) => {
    const { header } = mappingIn(source)
    if (typeof header !== 'string' || !absent.includes(header.toLowerCase())) return []
    return [
      {
        path: ['capture', name, 'header'],
        expected: 'a header that the answer may have',
        got: `${header}, which expect.header says is absent`,
      },
    ]
  })
}

/** A pointer into what `json` says already. */
function pointerContradictions({ json, pointer }: Mapping): Contradiction[] {
  if (json === undefined) return []
  const said = jsonOf(json)
  if (said === undefined) return []
  return Object.entries(mappingIn(pointer)).flatMap(([place, written]) => {
    const steps = parsePointer(place)
    const comparison = parseComparison(written)
    if (steps === undefined || comparison === undefined || mentions(written)) return []
    const value = valueAt(said, steps)
    if (value === undefined || mentions(value)) return []
    const isOther =
      comparison.kind === 'absent' ||
      (comparison.kind === 'equal' && isScalar(value) && !containsJson(value, comparison.value)) ||
      (comparison.kind === 'different' && isScalar(value) && containsJson(value, comparison.value))
    if (!isOther) return []
    return [
      { path: ['expect', 'pointer', place], expected: 'what expect.json says of the same place', got: String(written) },
    ]
  })
}

function sizeContradictions({ bodySize, bodyContains }: Mapping): Contradiction[] {
  const size = (written: unknown) => (written === undefined ? undefined : parseByteSize(String(written)))
  const from = size(isMapping(bodySize) ? bodySize.from : bodySize)
  const to = size(isMapping(bodySize) ? bodySize.to : bodySize)
  const contained = (Array.isArray(bodyContains) ? bodyContains : [bodyContains]).filter(
    (each) => typeof each === 'string' && !mentionsReference(each),
  )
  const longest = contained.reduce((most: number, each) => Math.max(most, Buffer.byteLength(String(each))), 0)
  return [
    ...(from !== undefined && from > MOST_BODY_BYTES
      ? [
          {
            path: ['expect', 'bodySize'],
            expected: `at most ${formatByteSize(MOST_BODY_BYTES)}, for no more is read of an answer`,
            got: formatByteSize(from),
          },
        ]
      : []),
    ...(to !== undefined && longest > to
      ? [
          {
            path: ['expect', 'bodySize'],
            expected: `room for what expect.bodyContains asks for, ${longest} bytes`,
            got: `at most ${formatByteSize(to)}`,
          },
        ]
      : []),
  ]
}

function statusesIn({ status }: Mapping): unknown[] {
  return status === undefined ? [] : Array.isArray(status) ? [...listIn(status)] : [status]
}

/** A value of YAML as JSON has it; undefined where it is none. */
function jsonOf(value: unknown): JsonValue | undefined {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : parseJson(text)
}

function mentions(value: unknown): boolean {
  return typeof value === 'string' && mentionsReference(value)
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null
}
