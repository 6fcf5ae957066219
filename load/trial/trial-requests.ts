// The requests that a plan sends first, of each template some: with the values that the load draws for them, and judged as
// those of the load are, with their checks, captures and redirects.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import { SessionRequests } from '../flows/session-requests.ts'
import { FirstErrors } from '../recording/first-errors.ts'
import { type OpenRequests, openRequests } from '../requests/open-requests.ts'
import type { RequestSource } from '../requests/request-source.ts'
import { Unsendable } from '../requests/value-source.ts'
import { AnswerReaders } from '../responses/answer-readers.ts'
import { AnswerTally } from '../responses/answer-tally.ts'
import { CheckedRequests } from '../responses/checked-requests.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { systemTimers } from '../timers.ts'
import { firstArrivals } from './first-arrivals.ts'
import type { TrialSession } from './trial-session.ts'

export class TrialRequests {
  readonly #opened: OpenRequests
  readonly #requests: RequestSource
  readonly #arrivals: readonly (readonly Arrival[])[]

  /**
   * @param most of each template
   * @param session with what answers brought
   * @throws UserError where a request cannot be sent as it is written, or a file cannot be opened
   */
  constructor(plan: LoadPlan, most: number, { user, brought }: TrialSession) {
    this.#opened = openRequests(plan, brought)
    const readers = new AnswerReaders(plan, new AnswerTally(new FirstErrors(plan)))
    const inner = this.#opened.source
    this.#requests =
      user === null
        ? new CheckedRequests(inner, readers)
        : new SessionRequests({ plan, inner, readers, sessionOf: () => user })
    this.#arrivals = firstArrivals(plan, most)
  }

  /** To be sent now, because checks of times count from here. What cannot be made of its values is left out. @param template its place in the plan */
  prepare(template: number): PreparedRequest[] {
    return (this.#arrivals[template] ?? []).flatMap((arrival) => {
      try {
        return this.#requests.prepare({ ...arrival, intendedSeconds: systemTimers.nowSeconds() })
      } catch (error) {
        if (!(error instanceof Unsendable)) throw error
        return []
      }
    })
  }

  close(): void {
    this.#opened.close()
  }
}
