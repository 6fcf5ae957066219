import { isExpectedStatus } from '../../core/answers/expected-status.ts'
import type { Expectation } from '../../core/scenario/load-plan.ts'
import { COMPLETED, type OutcomeCode, STATUS } from '../recording/outcome.ts'

/** How a request ended whose answer is judged by its status alone. */
export function judgeStatus(expect: Expectation, status: number): OutcomeCode {
  return isExpectedStatus(expect, status) ? COMPLETED : STATUS
}
