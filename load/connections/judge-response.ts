// Whether an HTTP response is the one that the scenario expects.

import type { Expectation } from '../../core/scenario/load-plan.ts'
import { COMPLETED, type OutcomeCode, outcomeCode } from '../recording/outcome.ts'

const STATUS = outcomeCode('status')
const EXPECTATION = outcomeCode('expectation')

/** Whether the response can only be judged with its body. */
export function needsBody(expect: Expectation): boolean {
  return expect.json !== undefined
}

/** @param body the whole body; a compressed one (gzip) is not JSON */
export function judgeResponse(expect: Expectation, status: number, body: string): OutcomeCode {
  if (!isExpectedStatus(expect.statuses, status)) return STATUS
  if (!needsBody(expect)) return COMPLETED
  return containsJson(parsedOrUndefined(body), expect.json) ? COMPLETED : EXPECTATION
}

function isExpectedStatus(statuses: readonly number[], status: number): boolean {
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
