// What a trial keeps of answers: as one user who goes through all flows, so that later requests have what earlier ones brought.

import { keepsCookies } from '../../core/scenario/flows/flow.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { CapturedValues } from '../flows/captured-values.ts'
import { CookieJar } from '../flows/cookies/cookie-jar.ts'
import { cookieScope } from '../flows/cookies/cookie-scope.ts'
import { UserSession } from '../flows/user-session.ts'
import { CAPTURED, SETUP } from '../requests/open-requests.ts'
import type { ValueSource, ValueSources } from '../requests/value-source.ts'
import { SetupCaptures } from '../setup/setup-captures.ts'
import { capturedOf, type SetupValues } from '../setup/setup-values.ts'

export interface TrialSession {
  /** Null where requests know nothing of one another. */
  readonly user: UserSession | null
  readonly brought: ValueSources
}

/** @param setup what it captured; absent where the plan has none */
export function openTrialSession(plan: LoadPlan, setup?: SetupValues): TrialSession {
  const user =
    plan.flows === undefined
      ? null
      : new UserSession(cookieScope(plan.url), keepsCookies(plan) ? new CookieJar() : null)
  const brought = new Map<string, ValueSource>()
  if (user !== null) brought.set(CAPTURED, new CapturedValues(() => user))
  if (setup !== undefined) brought.set(SETUP, new SetupCaptures(capturedOf(setup)))
  return { user, brought }
}

/** The places of the plan's requests, in the order in which they can be tried: as the flows send them. */
export function trialOrder({ requests, flows }: Pick<LoadPlan, 'requests' | 'flows'>): number[] {
  if (flows === undefined) return [...requests.keys()]
  return [...new Set(flows.flatMap(({ steps }) => steps.map(({ request }) => request)))]
}
