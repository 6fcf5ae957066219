// Which steps of a flow an iteration takes. It is drawn when the iteration begins, so that what the service answers
// changes nothing of what later iterations draw.

import type { Random } from '../../core/random.ts'
import type { FlowStep } from '../../core/scenario/flows/flow.ts'

export function isCertain({ chance }: FlowStep): boolean {
  return chance >= 1
}

/** Indices into the steps, ascending. One draw for each step that is not certain. */
export function stepsTaken(steps: readonly FlowStep[], random: Random): readonly number[] {
  return steps.flatMap((step, index) => (isCertain(step) || random() < step.chance ? [index] : []))
}
