// The errors objective that applies where a scenario has none. Error answers have no part in a latency objective, so a
// service that answers 95% of its requests with a fast 500 would meet any of them.

import type { Phase } from './load-plan.ts'
import type { ScenarioObjective } from './scenario.ts'

const IMPLIED_SHARE = 0.01

/** An errors objective of the scenario, whatever its limit, replaces it: one of a phase replaces it in that phase. */
export function impliedErrors(
  sla: readonly ScenarioObjective[],
  phases: readonly Pick<Phase, 'name' | 'measured'>[],
): ScenarioObjective | null {
  const own = sla.flatMap(({ objective, during }) => (objective.kind === 'errors' ? [during] : []))
  if (own.includes(null)) return null
  const measured = [...new Set(phases.filter((phase) => phase.measured).map(({ name }) => name))]
  const except = measured.filter((name) => own.includes(name))
  if (measured.length > 0 && except.length === measured.length) return null
  return {
    text: 'errors < 1%',
    objective: { kind: 'errors', limitShare: IMPLIED_SHARE },
    during: null,
    implied: { except },
  }
}
