// Compares the transitions of two evaluators of the same rules: each transition of one must have its counterpart.

import type { AlertHistory, AlertTransition } from '../../core/run/alert.ts'
import type { ComparedTransition, EvaluatorAgreement } from '../../core/run/evaluator-agreement.ts'

export interface Control {
  readonly name: string
  readonly alerts: readonly AlertHistory[]
}

/** Clocks are read and timestamps rounded on both sides. */
const ROUNDING_SECONDS = 0.005

/** Rules that share a name are compared in their order. @param toleranceSeconds one evaluation interval */
export function compareTransitions(
  alerts: readonly AlertHistory[],
  control: Control,
  toleranceSeconds: number,
): EvaluatorAgreement {
  const unmatched = [...control.alerts]
  const transitions = alerts.flatMap(({ name, transitions: ours }) => {
    const place = unmatched.findIndex((history) => history.name === name)
    const [theirs] = place < 0 ? [] : unmatched.splice(place, 1)
    return compareHistories(name, changes(ours), changes(theirs?.transitions ?? []), toleranceSeconds)
  })
  const agrees = transitions.every((transition) => transition.agrees)
  return { control: control.name, toleranceSeconds, agrees, transitions }
}

/** The initial state `inactive` is not a transition. */
function changes(transitions: readonly AlertTransition[]): readonly AlertTransition[] {
  return transitions[0]?.state === 'inactive' ? transitions.slice(1) : transitions
}

function compareHistories(
  alert: string,
  ours: readonly AlertTransition[],
  theirs: readonly AlertTransition[],
  toleranceSeconds: number,
): ComparedTransition[] {
  const compare = (our: AlertTransition | undefined, their: AlertTransition | undefined): ComparedTransition => {
    const differenceSeconds = our && their ? their.at - our.at : null
    return {
      alert,
      state: (our ?? their)?.state ?? 'inactive',
      at: our?.at ?? null,
      controlAt: their?.at ?? null,
      differenceSeconds,
      agrees: differenceSeconds !== null && Math.abs(differenceSeconds) <= toleranceSeconds + ROUNDING_SECONDS,
    }
  }
  const hasSameStates = ours.length === theirs.length && ours.every(({ state }, i) => state === theirs[i]?.state)
  if (hasSameStates) return ours.map((our, i) => compare(our, theirs[i]))

  const rest = [...theirs]
  const compared = ours.map((our) => {
    const place = rest.findIndex((their) => their.state === our.state && compare(our, their).agrees)
    return compare(our, place < 0 ? undefined : rest.splice(place, 1)[0])
  })
  const onlyTheirs = rest.map((their) => compare(undefined, their))
  return [...compared, ...onlyTheirs].sort((a, b) => instantOf(a) - instantOf(b))
}

function instantOf({ at, controlAt }: ComparedTransition): number {
  return at ?? controlAt ?? 0
}
