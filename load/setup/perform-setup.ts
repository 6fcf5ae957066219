// Does the setup of a run once: its steps in order, each over a connection of its own, with the values that earlier ones
// captured. Nothing of it is counted.

import type { JsonValue } from '../../core/json/exact-json.ts'
import type { LoadPlan, SetupPlan } from '../../core/scenario/load-plan.ts'
import { formatDuration } from '../../core/text/duration.ts'
import type { PreparedRequest } from '../connections/connection.ts'
import { CapturedValues } from '../flows/captured-values.ts'
import { CookieJar } from '../flows/cookies/cookie-jar.ts'
import { cookieScope } from '../flows/cookies/cookie-scope.ts'
import { SessionRequests } from '../flows/session-requests.ts'
import { UserSession } from '../flows/user-session.ts'
import { FirstErrors } from '../recording/first-errors.ts'
import { CAPTURED, openRequests, SETUP } from '../requests/open-requests.ts'
import { Unsendable } from '../requests/value-source.ts'
import { AnswerReaders } from '../responses/answer-readers.ts'
import { AnswerTally } from '../responses/answer-tally.ts'
import type { Arrival } from '../schedule/arrival.ts'
import { type Trial, tryRequest } from '../trial/try-request.ts'
import { SetupFailure, seenInstead } from './setup-failure.ts'
import type { Captured } from './setup-values.ts'

/** @throws SetupFailure where a step does not get its expected answer @throws UserError where one cannot be sent as it is written */
export async function performSetup(plan: LoadPlan, setup: SetupPlan, signal: AbortSignal): Promise<Captured> {
  // A setup draws no row.
  const { flows: _, setup: __, data: ___, ...rest } = plan
  const own: LoadPlan = { ...rest, requests: setup.steps, phases: [] }
  const session = new UserSession(cookieScope(own), setup.cookies ? new CookieJar() : null)
  const captured = new CapturedValues(() => session)
  // Within the setup both names mean the same.
  const inner = openRequests(own, new Map([CAPTURED, SETUP].map((name) => [name, captured])))
  const readers = new AnswerReaders(own, new AnswerTally(new FirstErrors(own)))
  const requests = new SessionRequests({ plan: own, inner: inner.source, readers, sessionOf: () => session })
  try {
    for (const [index, { name }] of setup.steps.entries()) {
      const request = prepared(requests, arrivalOf(index), name)
      const trial = await tryRequest(own, request, signal)
      if (trial.outcome !== 'completed') throw new SetupFailure(name, seenOf(trial, plan.timeoutSeconds))
    }
  } finally {
    inner.close()
  }
  return Object.fromEntries<JsonValue>(session.captures)
}

function arrivalOf(request: number): Arrival {
  return { intendedSeconds: 0, phase: 0, request, user: -1, draw: { stream: `setup/${request}`, turns: [] } }
}

function prepared(requests: SessionRequests, arrival: Arrival, step: string): PreparedRequest {
  try {
    return requests.prepare(arrival)
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error
    throw new SetupFailure(step, error.message)
  }
}

function seenOf({ sample, outcome }: Trial, timeoutSeconds: number): string {
  if (sample !== null) return seenInstead(sample)
  return outcome === 'timeout' ? `no answer within ${formatDuration(timeoutSeconds)}` : outcome
}
