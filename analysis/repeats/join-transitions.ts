import type { AlertTransition } from '../../core/run/alert.ts'

/**
 * The transitions of one alert over several runs, on their common axis. Each run begins with an inactive alert, which is
 * no transition where the run before it ended inactive.
 * @param offsets when each run began, in seconds of that axis
 */
export function joinTransitions(
  runs: readonly (readonly AlertTransition[])[],
  offsets: readonly number[],
): AlertTransition[] {
  const all = runs.flatMap((transitions, i) =>
    transitions.map((each) => ({ ...each, at: each.at + (offsets[i] ?? 0) })),
  )
  return all.filter(({ state }, i) => state !== all[i - 1]?.state)
}
