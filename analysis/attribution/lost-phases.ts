// Which phases a lost generator left undone, and how much of what it left is known.

import { isGeneratorLost } from '../../core/run/load-problem.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

/** Indices into `LoadResult.phases`. */
export interface LostPhases {
  /** The service may not have got the load that the scenario schedules there. */
  readonly cut: ReadonlySet<number>
  /** Of these: users wait for their answers, so that nobody knows how many requests are missing. */
  readonly uncounted: ReadonlySet<number>
}

export function lostPhases({ phases, problems }: LoadResult, { flows }: Pick<Scenario, 'flows'>): LostPhases {
  const cut = new Set(problems.filter(isGeneratorLost).flatMap(({ cutPhases }) => cutPhases))
  const isUncounted = (phase: number) => flows !== undefined || phases[phase]?.model === 'closed'
  return { cut, uncounted: new Set([...cut].filter(isUncounted)) }
}
