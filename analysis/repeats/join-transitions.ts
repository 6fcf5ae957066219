import type { AlertTransition } from '../../core/run/alert.ts'

/**
 * What one alert did over several runs, on their common axis. Each run begins inactive: that is no transition where the
 * one before ended so.
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
