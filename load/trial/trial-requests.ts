// The requests that a plan sends first, of each template some: with the values that the load draws for them, and judged as
// those of the load are, with their checks, captures and redirects.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import { CapturedValues } from '../flows/captured-values.ts'
import { CookieJar } from '../flows/cookies/cookie-jar.ts'
import { cookieScope } from '../flows/cookies/cookie-scope.ts'
import { SessionRequests } from '../flows/session-requests.ts'
import { UserSession } from '../flows/user-session.ts'
import { FirstErrors } from '../recording/first-errors.ts'
import { CAPTURED, type OpenRequests, openRequests } from '../requests/open-requests.ts'
import type { RequestSource } from '../requests/request-source.ts'
import { Unsendable, type ValueSource, type ValueSources } from '../requests/value-source.ts'
import { AnswerReaders } from '../responses/answer-readers.ts'
import { AnswerTally } from '../responses/answer-tally.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { systemTimers } from '../timers.ts'
import { firstArrivals } from './first-arrivals.ts'

export class TrialRequests {
  readonly #plan: LoadPlan
  readonly #opened: OpenRequests
  readonly #requests: RequestSource
  readonly #arrivals: readonly (readonly Arrival[])[]
  #session: UserSession

  /**
   * @param most of each template
   * @param brought by answers, in place of what the users of the trial keep
   * @throws UserError where a request cannot be sent as it is written, or a file cannot be opened
   */
  constructor(plan: LoadPlan, most: number, brought: ValueSources = new Map()) {
    this.#plan = plan
    this.#session = new UserSession(cookieScope(plan), null)
    const captured = new CapturedValues(() => this.#session)
    this.#opened = openRequests(plan, new Map<string, ValueSource>([[CAPTURED, captured], ...brought]))
    this.#requests = new SessionRequests({
      plan,
      inner: this.#opened.source,
      readers: new AnswerReaders(plan, new AnswerTally(new FirstErrors(plan))),
      sessionOf: () => this.#session,
    })
    this.#arrivals = firstArrivals(plan, most)
  }

  /** What is prepared from now on is another user's, who begins without cookies. */
  startUser(cookies: boolean): void {
    this.#session = new UserSession(cookieScope(this.#plan), cookies ? new CookieJar() : null)
  }

  /**
   * To be sent now, because checks of times count from here. What cannot be made of its values is left out.
   * @param template its place in the plan
   */
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
