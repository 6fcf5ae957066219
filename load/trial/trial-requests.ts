// One request of each template of a plan, judged as those of the load are: with its checks, its captures and its redirects.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import { FirstErrors } from '../recording/first-errors.ts'
import { FixedRequests } from '../requests/fixed-requests.ts'
import type { RequestSource } from '../requests/request-source.ts'
import { AnswerReaders } from '../responses/answer-readers.ts'
import { AnswerTally } from '../responses/answer-tally.ts'
import { CheckedRequests } from '../responses/checked-requests.ts'
import { systemTimers } from '../timers.ts'

export class TrialRequests {
  readonly #requests: RequestSource

  /** @throws UserError where a request cannot be sent as it is written */
  constructor(plan: Pick<LoadPlan, 'url' | 'requests' | 'phases'>) {
    const readers = new AnswerReaders(plan, new AnswerTally(new FirstErrors(plan)))
    this.#requests = new CheckedRequests(new FixedRequests(plan), readers)
  }

  /** @param request its place in the plan. To be sent now: checks of times count from here. */
  prepare(request: number): PreparedRequest {
    return this.#requests.prepare({ request, phase: 0, user: -1, intendedSeconds: systemTimers.nowSeconds() })
  }
}
