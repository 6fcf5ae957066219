// Asks for trials of one incident until they settle what is asked, look by look.

import { addTallies, type DetectionTally, NO_TRIALS } from '../../analysis/power/judge-detection.ts'
import { type Looks, nextLook } from '../../analysis/power/looks.ts'
import type { TrialsJob, TrialsOutcome } from '../../simulation/power/power-job.ts'
import type { RunPowerJob } from './power-threads.ts'

export interface SettledTrials {
  /** One for each alert of the setup, then one for any of them. */
  readonly tallies: readonly DetectionTally[]
  /** Of each alert. */
  readonly failures: readonly (readonly string[])[]
}

/** So many trials a job: enough that handing it over costs nothing, few enough that all threads have some. */
const TRIALS_PER_JOB = 5

/** @returns what the last whole look found; null where the study was stopped before the first one */
export async function settleTrials(
  run: RunPowerJob,
  asked: Pick<TrialsJob, 'variant' | 'incident' | 'withinSeconds'>,
  looks: Looks,
  isSettled: (tallies: readonly DetectionTally[]) => boolean,
): Promise<SettledTrials | null> {
  let settled: SettledTrials | null = null
  let done = 0
  for (let look = nextLook(looks, done); look !== null; look = nextLook(looks, done)) {
    const outcomes = await Promise.all(jobs(asked, done, look).map((job) => run(job)))
    const trials = outcomes.filter((outcome): outcome is TrialsOutcome => outcome?.kind === 'trials')
    // The tallies of a part of a look would depend on which threads were quick.
    if (trials.length < outcomes.length) break
    settled = joined(settled, trials, look - done)
    done = look
    if (isSettled(settled.tallies)) break
  }
  return settled
}

function jobs(asked: Pick<TrialsJob, 'variant' | 'incident' | 'withinSeconds'>, from: number, to: number): TrialsJob[] {
  return Array.from({ length: Math.ceil((to - from) / TRIALS_PER_JOB) }, (_, i) => {
    const firstTrial = from + i * TRIALS_PER_JOB
    return { ...asked, kind: 'trials', firstTrial, trials: Math.min(TRIALS_PER_JOB, to - firstTrial) }
  })
}

function joined(before: SettledTrials | null, outcomes: readonly TrialsOutcome[], trials: number): SettledTrials {
  const count = outcomes[0]?.alerts.length ?? 0
  const tallies = Array.from({ length: count }, (_, i) =>
    outcomes.reduce(
      (sum, { alerts }) => addTallies(sum, { trials: 0, ...(alerts[i] as TrialsOutcome['alerts'][number]) }),
      addTallies(before?.tallies[i] ?? NO_TRIALS, { ...NO_TRIALS, trials }),
    ),
  )
  return { tallies, failures: joinedFailures([before, ...outcomes]) }
}

/** Of each alert, each message once. */
export function joinedFailures(
  all: readonly (Pick<SettledTrials, 'failures'> | null)[],
): readonly (readonly string[])[] {
  const known = all.flatMap((each) => (each === null ? [] : [each.failures]))
  return (known[0] ?? []).map((_, i) => [...new Set(known.flatMap((failures) => failures[i] ?? []))])
}
