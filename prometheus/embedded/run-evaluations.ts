// When the evaluations of a run take place: the rule groups, each on its own interval, and the moving estimate.
//
// Evaluations lie a little after the ticks of the scrapes, for rule groups have an offset in Prometheus too; one that
// comes due during a scrape waits for it. So an evaluation sees every scrape with an earlier timestamp, and the same
// samples replayed give the same results.

import type { Clock } from '../../core/clock.ts'
import { type RunTime, secondOfRun, timestampOf } from '../observation/run-time.ts'
import type { RuleEvaluations } from './rule-evaluations.ts'
import { runOnGrid } from './run-on-grid.ts'

/**
 * Evaluates on the grids of all intervals until the signal is aborted.
 * @param scrapesInProgress settles once they have ended
 * @returns how many ticks were skipped
 */
export async function runEvaluations(
  evaluations: RuleEvaluations,
  { clock, time }: { readonly clock: Clock; readonly time: RunTime },
  signal: AbortSignal,
  scrapesInProgress: () => Promise<void>,
): Promise<number> {
  const firstSeconds = time.startSeconds + evaluations.offsetSeconds
  const skipped = await Promise.all(
    evaluations.intervals.map((intervalSeconds) =>
      runOnGrid({ firstSeconds, intervalSeconds }, clock, signal, async (tickSeconds) => {
        await scrapesInProgress()
        if (signal.aborted) return
        const timestampMs = timestampOf(time, tickSeconds)
        evaluations.evaluate(timestampMs, secondOfRun(time, timestampMs), intervalSeconds)
      }),
    ),
  )
  return skipped.reduce((sum, ticks) => sum + ticks, 0)
}
