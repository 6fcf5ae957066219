import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { FixedRequests } from '../../load/requests/fixed-requests.ts'
import { AnswerReaders } from '../../load/responses/answer-readers.ts'
import { AnswerTally, type ShownText } from '../../load/responses/answer-tally.ts'
import { CheckedRequests } from '../../load/responses/checked-requests.ts'

/** What a plan's arrivals send, with all that is asked of the answers. */
export function checkedRequests(
  plan: Pick<LoadPlan, 'url' | 'requests' | 'phases'>,
  text: ShownText,
  tally = new AnswerTally(text),
): CheckedRequests {
  return new CheckedRequests(new FixedRequests(plan), new AnswerReaders(plan, tally))
}
