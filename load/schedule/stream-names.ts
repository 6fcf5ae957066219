// What the random streams of each phase are called: by the phase's name, so that a phase which is added or removed
// elsewhere in the profile leaves the draws of this one alone. Phases of one name are numbered.

import type { Phase } from '../../core/scenario/load-plan.ts'

export function streamNames(phases: readonly Pick<Phase, 'name'>[]): string[] {
  const seen = new Map<string, number>()
  return phases.map(({ name }) => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth === 1 ? name : `${name} #${nth}`
  })
}
