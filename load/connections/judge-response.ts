// Whether an HTTP response is the one that the scenario expects.

import type { Expectation } from '../../core/scenario/load-plan.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { COMPLETED, type OutcomeCode, outcomeCode } from '../recording/outcome.ts'

const STATUS = outcomeCode('status')
const EXPECTATION = outcomeCode('expectation')

/** A body that is asked for is kept up to here: one that never ends would otherwise take all memory there is. */
export const MOST_BODY_BYTES = 16 * 1024 ** 2

/** Why a response with a larger one was given up. */
export const OVERSIZED = `the body was larger than ${formatByteSize(MOST_BODY_BYTES)}, the most that expect.json is held against`

/** Whether the response can only be judged with its body. */
export function needsBody(expect: Expectation): boolean {
  return expect.json !== undefined
}

/** @param body the whole body, null where it is larger than `MOST_BODY_BYTES`; a compressed one (gzip) is not JSON */
export function judgeResponse(expect: Expectation, status: number, body: string | null): OutcomeCode {
  if (!isExpectedStatus(expect, status)) return STATUS
  if (!needsBody(expect)) return COMPLETED
  return body !== null && containsJson(parsedOrUndefined(body), expect.json) ? COMPLETED : EXPECTATION
}

export function isExpectedStatus({ statuses }: Expectation, status: number): boolean {
  return statuses.length === 0 ? status >= 200 && status < 300 : statuses.includes(status)
}

/** Objects may have more keys than expected, at any depth; all else must be equal. */
export function containsJson(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, i) => containsJson(actual[i], item))
    )
  if (typeof expected === 'object' && expected !== null)
    return (
      typeof actual === 'object' &&
      actual !== null &&
      !Array.isArray(actual) &&
      Object.entries(expected).every(
        ([key, value]) => Object.hasOwn(actual, key) && containsJson(actual[key as keyof typeof actual], value),
      )
    )
  return actual === expected
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
