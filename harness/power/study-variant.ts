// What one variant of the rules does of what is asked.

import { trafficTimes } from '../../analysis/power/alert-power.ts'
import { beyondChance, chanceOfPage } from '../../analysis/power/by-chance.ts'
import type { TrafficRates } from '../../analysis/power/incident-words.ts'
import { judgeDetection } from '../../analysis/power/judge-detection.ts'
import { judgeVariant } from '../../analysis/power/judge-variant.ts'
import type { Looks } from '../../analysis/power/looks.ts'
import type { PowerVariant, TrafficTime } from '../../core/drill/power-curve.ts'
import { powerTimes, watchedSeconds } from '../../simulation/power/power-times.ts'
import type { ProgressCount } from './power-progress.ts'
import type { AskedIncident, StudiedVariant } from './power-question.ts'
import type { RunPowerJob } from './power-threads.ts'
import { type SettledQuiet, settleQuiet } from './settle-quiet.ts'
import { joinedFailures, settleTrials } from './settle-trials.ts'

export interface VariantStudy {
  readonly run: RunPowerJob
  readonly progress: ProgressCount
  readonly looks: Looks
  readonly requiredProbability: number
  readonly rates: TrafficRates
  readonly asked: AskedIncident
  readonly variant: StudiedVariant
  /** Among the setups. */
  readonly place: number
  /** Its quiet time, where that is counted already. */
  readonly quiet: Promise<SettledQuiet> | null
}

export async function studyVariant(study: VariantStudy): Promise<PowerVariant> {
  const { asked, variant, place, progress, run, rates, requiredProbability } = study
  const { setup, facts } = variant
  const times = asked.traffic === null ? trafficTimes(rates) : [asked.traffic]
  const tried = await Promise.all(times.map((traffic) => progress.settling(() => detectionAt(study, traffic))))
  const known = tried.filter((each) => each !== null)
  const { withinSeconds, falsePagesPerDay } = asked
  const isBrief = known.some(({ detection }) => detection.finding === 'missed')
  const quiet = await (study.quiet ??
    progress.settling(() => settleQuiet(run, { variant: place, setup, mostPerDay: falsePagesPerDay, isBrief })))
  const falsePages = quiet.falsePages[setup.alerts.length] ?? null
  const watched = watchedSeconds(powerTimes(setup), asked.durationSeconds, withinSeconds)
  const byChance = chanceOfPage(falsePages, watched, rates.nightRatePerSecond !== null)
  const detection = known.map((each) => beyondChance(each.detection, byChance, requiredProbability))
  const judgement = judgeVariant(
    { detection, asked: times, falsePages, failures: joinedFailures([...known, quiet]).flat() },
    { withinSeconds, falsePagesPerDay, requiredProbability, rates },
  )
  return { ...facts, detection, falsePages, ...judgement }
}

async function detectionAt(study: VariantStudy, traffic: TrafficTime) {
  const { asked, variant, place, looks, run, requiredProbability } = study
  const { share, slowdown, durationSeconds, withinSeconds } = asked
  const ofAny = variant.setup.alerts.length
  const job = {
    ...{ variant: place, traffic, withinSeconds, longestSeconds: durationSeconds },
    incidents: [{ share, slowdown, durationSeconds }],
  }
  const [settled] = await settleTrials(run, job, looks, (tallies) => {
    const tally = tallies[ofAny]
    return tally !== undefined && judgeDetection(tally, looks, requiredProbability).finding !== 'undecided'
  })
  const tally = settled?.tallies[ofAny]
  if (!settled || !tally) return null
  return { detection: { traffic, ...judgeDetection(tally, looks, requiredProbability) }, failures: settled.failures }
}
