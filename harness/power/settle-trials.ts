// Asks for trials of incidents until they settle what is asked of each, look by look.

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

export type AskedTrials = Omit<TrialsJob, 'kind' | 'firstTrial' | 'trials'>

/**
 * So many incidents a job at most, each in so many trials: enough that what comes before them is drawn for many of them at once,
 * few enough that all threads have some.
 */
const SIMULATED_PER_JOB = 40

/** @returns for each incident what its last whole look found; null where the study was stopped before the first one */
export async function settleTrials(
  run: RunPowerJob,
  asked: AskedTrials,
  looks: Looks,
  isSettled: (tallies: readonly DetectionTally[], place: number) => boolean,
): Promise<readonly (SettledTrials | null)[]> {
  const settled = asked.incidents.map((): SettledTrials | null => null)
  let open = asked.incidents.map((_, place) => place)
  let done = 0
  for (let look = nextLook(looks, done); look !== null && open.length > 0; look = nextLook(looks, done)) {
    const outcomes = await Promise.all(jobs(asked, open, done, look).map((job) => run(job)))
    const trials = outcomes.filter((outcome): outcome is TrialsOutcome => outcome?.kind === 'trials')
    // The tallies of a part of a look would depend on which threads were quick.
    if (trials.length < outcomes.length) break
    open.forEach((place, i) => {
      settled[place] = joined(settled[place] ?? null, trials, i, (look as number) - done)
    })
    done = look
    open = open.filter((place) => !isSettled((settled[place] as SettledTrials).tallies, place))
  }
  return settled
}

function jobs(asked: AskedTrials, open: readonly number[], from: number, to: number): TrialsJob[] {
  const incidents = open.flatMap((place) => asked.incidents[place] ?? [])
  const perJob = Math.max(1, Math.floor(SIMULATED_PER_JOB / incidents.length))
  return Array.from({ length: Math.ceil((to - from) / perJob) }, (_, i) => {
    const firstTrial = from + i * perJob
    return { ...asked, kind: 'trials', incidents, firstTrial, trials: Math.min(perJob, to - firstTrial) }
  })
}

/** @param place of the incident among those of the outcomes */
function joined(
  before: SettledTrials | null,
  outcomes: readonly TrialsOutcome[],
  place: number,
  trials: number,
): SettledTrials {
  const ofIncident = outcomes.map(({ incidents }) => incidents[place] as TrialsOutcome['incidents'][number])
  const tallies = Array.from({ length: ofIncident[0]?.length ?? 0 }, (_, i) =>
    ofIncident.reduce(
      (sum, alerts) => addTallies(sum, { trials: 0, ...(alerts[i] as (typeof alerts)[number]) }),
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
