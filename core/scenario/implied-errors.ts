// The errors objective that applies where a scenario has none. Error answers have no part in a latency objective, so a
// service that answers 95% of its requests with a fast 500 would meet any of them.

import type { Phase } from './load-plan.ts'
import type { LeftOutRequest, ScenarioObjective } from './scenario.ts'

const IMPLIED_SHARE = 0.01

/**
 * An errors objective of the scenario, whatever its limit, replaces it: one of a phase replaces it in that phase, one of a
 * request for that request.
 * @param requests the names of all requests
 */
export function impliedErrors(
  sla: readonly ScenarioObjective[],
  phases: readonly Pick<Phase, 'name' | 'measured'>[],
  requests: readonly string[],
): ScenarioObjective | null {
  const own = sla.filter(({ objective }) => objective.kind === 'errors')
  const isLeftOut = (phase: string, request: string) =>
    own.some(
      (each) =>
        (each.during === null || each.during === phase) && (each.request === undefined || each.request === request),
    )
  if (own.some(({ during, request }) => during === null && request === undefined)) return null
  const measured = [...new Set(phases.filter((phase) => phase.measured).map(({ name }) => name))]
  const isAllLeftOut = measured.every((phase) => requests.every((request) => isLeftOut(phase, request)))
  if (measured.length > 0 && isAllLeftOut) return null
  const except = measured.filter((name) => own.some(({ during, request }) => during === name && request === undefined))
  const exceptFor = own.flatMap(({ request, during }): LeftOutRequest[] =>
    request === undefined || (during !== null && !measured.includes(during)) ? [] : [{ request, during }],
  )
  return {
    text: 'errors < 1%',
    objective: { kind: 'errors', limitShare: IMPLIED_SHARE },
    during: null,
    implied: { except, ...(exceptFor.length === 0 ? {} : { exceptFor }) },
  }
}
