// Simulates what a job asks for: incidents at random instants, or quiet weeks.

import { USUAL_RUNNING_SECONDS } from '../../core/drill/service-model.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import { BranchedDays } from '../days/branched-days.ts'
import { DayArrays } from '../days/day-arrays.ts'
import { alertsInSeconds, type SimulatedAlert, simulateAlerts } from '../days/simulate-alerts.ts'
import { type DayAndNight, dayAndNight, MONDAY_UNIX_SECONDS } from '../drawn/day-and-night.ts'
import type { NotifyingRules } from '../notifications/notify.ts'
import { receivedRules } from '../notifications/sent-rules.ts'
import type {
  PowerJob,
  PowerOutcome,
  QuietJob,
  QuietOutcome,
  TrialsJob,
  TrialsOutcome,
  TriedIncident,
} from './power-job.ts'
import type { PowerSetup } from './power-setup.ts'
import { type PowerTimes, powerTimes, watchedSeconds } from './power-times.ts'
import { isFiringAt, toldPages } from './told-pages.ts'

const WEEK_SECONDS = 7 * 86_400

/** What a thread has for one job after another. */
export interface JobSurroundings {
  readonly arrays: DayArrays
  /** Called where little is in use. */
  readonly collectGarbage: () => void
}

/** @param surroundings its own where they are left out */
export function runPowerJob(
  setup: PowerSetup,
  seed: number,
  job: PowerJob,
  surroundings: JobSurroundings = { arrays: new DayArrays(), collectGarbage: () => {} },
): PowerOutcome {
  return job.kind === 'trials' ? runTrials(setup, seed, job, surroundings) : runQuiet(setup, seed, job, surroundings)
}

interface Tally {
  readonly delaysSeconds: number[]
  alreadyFiring: number
}

function runTrials(setup: PowerSetup, seed: number, job: TrialsJob, surroundings: JobSurroundings): TrialsOutcome {
  const tallies = job.incidents.map(() =>
    Array.from({ length: setup.alerts.length + 1 }, (): Tally => ({ delaysSeconds: [], alreadyFiring: 0 })),
  )
  const failures = setup.alerts.map(() => new Set<string>())
  const prepared = {
    ...{ setup, seed, ...surroundings, times: powerTimes(setup), traffic: dayAndNight(setup.shape) },
    notifying: receivedRules(setup.notifications),
  }
  for (let trial = job.firstTrial; trial < job.firstTrial + job.trials; trial++)
    runTrial(prepared, job, trial).forEach((result, i) => {
      result.failures.forEach((messages, place) => {
        for (const message of messages) failures[place]?.add(message)
      })
      result.alerts.forEach(({ delaySeconds, isFiringBefore }, place) => {
        const tally = tallies[i]?.[place] as Tally
        if (delaySeconds !== null) tally.delaysSeconds.push(delaySeconds)
        else if (isFiringBefore) tally.alreadyFiring++
      })
    })
  return { kind: 'trials', incidents: tallies, failures: failures.map((messages) => [...messages]) }
}

interface TrialResult {
  readonly alerts: readonly { readonly delaySeconds: number | null; readonly isFiringBefore: boolean }[]
  readonly failures: readonly (readonly string[])[]
}

interface Prepared extends JobSurroundings {
  readonly setup: PowerSetup
  readonly seed: number
  readonly times: PowerTimes
  readonly traffic: DayAndNight
  readonly notifying: NotifyingRules
}

/**
 * One result for each incident of the job. The nth trial has its instant, its seed and what comes before it from its number:
 * the same for every incident, and the same instant and seed for every variant.
 */
function runTrial(prepared: Prepared, job: TrialsJob, trial: number): readonly TrialResult[] {
  const { seed, times, traffic } = prepared
  const random = randomStream(seed, `power/${job.traffic}/${trial}`)
  const instantSeconds = randomInstant(traffic, job, random)
  const fromSeconds = times.leadSeconds + random() * times.gridSeconds
  const days = daysOf(prepared, {
    seed: seedOf(random),
    startedAtUnixMs: Math.round((instantSeconds - fromSeconds) * 1e3),
    seconds: fromSeconds + watchedSeconds(times, job.longestSeconds, job.withinSeconds),
    evaluateFromSeconds: fromSeconds - times.evaluatedSeconds,
    beginningSeconds: fromSeconds,
  })
  return job.incidents.map((incident) => {
    const result = trialResult(prepared, { days, incident, fromSeconds }, job)
    prepared.collectGarbage()
    return result
  })
}

interface Trial {
  readonly days: TrialDays
  readonly incident: TriedIncident
  readonly fromSeconds: number
}

function trialResult({ setup, times, notifying }: Prepared, trial: Trial, { withinSeconds }: TrialsJob): TrialResult {
  const { days, incident, fromSeconds } = trial
  const { share, durationSeconds } = incident
  const endSeconds = fromSeconds + watchedSeconds(times, durationSeconds, withinSeconds)
  // What comes after the last page that counts is of no matter.
  const toSeconds = Math.min(fromSeconds + durationSeconds, endSeconds)
  const faults = [faultOf(incident)]
  const all = days.alerts([{ kind: 'degraded', fromSeconds, toSeconds, share, faults }], endSeconds)
  const pages = toldPages(notifying, all, endSeconds)
  const wanted = setup.alerts.map((place) => ({ alert: alertAt(all, place), pages: pages[place] ?? [] }))
  const results = wanted.map(({ alert, pages: told }) => {
    const page = told.find(({ firingSeconds }) => firingSeconds > fromSeconds)
    return {
      delaySeconds: page === undefined ? null : page.pageSeconds - fromSeconds,
      isFiringBefore: isFiringAt(alert, fromSeconds),
    }
  })
  const delays = results.flatMap(({ delaySeconds }) => (delaySeconds === null ? [] : [delaySeconds]))
  const ofAny = {
    delaySeconds: delays.length === 0 ? null : Math.min(...delays),
    isFiringBefore: results.some(({ isFiringBefore }) => isFiringBefore),
  }
  return { alerts: [...results, ofAny], failures: wanted.map(({ alert }) => failuresOf(alert)) }
}

function runQuiet(
  setup: PowerSetup,
  seed: number,
  { stretch, weeks }: QuietJob,
  { arrays }: JobSurroundings,
): QuietOutcome {
  const { leadSeconds, evaluatedSeconds } = powerTimes(setup)
  const random = randomStream(seed, `power/quiet/${stretch}`)
  const endSeconds = leadSeconds + weeks * WEEK_SECONDS
  const { alerts: all } = simulateAlerts({
    ...serviceOf(setup),
    seed: seedOf(random),
    startedAtUnixMs: Math.round((MONDAY_UNIX_SECONDS + WEEK_SECONDS * 52 - leadSeconds) * 1e3),
    seconds: endSeconds,
    evaluateFromSeconds: leadSeconds - evaluatedSeconds,
    incidents: [],
    arrays,
  })
  const told = toldPages(receivedRules(setup.notifications), all, endSeconds)
  const pages = setup.alerts.map((place) => {
    const own = (told[place] ?? []).filter(({ firingSeconds }) => firingSeconds > leadSeconds)
    // Many label sets in one message are one page.
    return new Set(own.map(({ pageSeconds }) => pageSeconds)).size
  })
  return {
    kind: 'quiet',
    pages: [...pages, pages.reduce((sum, count) => sum + count, 0)],
    failures: setup.alerts.map((place) => failuresOf(alertAt(all, place))),
  }
}

interface SimulatedTime {
  readonly seed: number
  readonly startedAtUnixMs: number
  readonly seconds: number
  readonly evaluateFromSeconds: number
  readonly beginningSeconds: number
}

interface TrialDays {
  /** Of all alerts of the setup's rule file. */
  readonly alerts: (...given: Parameters<BranchedDays['evaluated']>) => readonly SimulatedAlert[]
}

function daysOf({ setup, arrays }: Prepared, time: SimulatedTime): TrialDays {
  const days = new BranchedDays({ ...serviceOf(setup), ...time, arrays })
  return { alerts: (...given) => alertsInSeconds(days.evaluated(...given), time.startedAtUnixMs) }
}

function serviceOf(setup: PowerSetup) {
  const { trace } = setup
  return { ...setup, runningSeconds: USUAL_RUNNING_SECONDS, ...(trace && { readTrace: () => trace }) }
}

function alertAt(alerts: readonly SimulatedAlert[], place: number): SimulatedAlert {
  const alert = alerts[place]
  if (alert === undefined) throw new RangeError(`expected an alert at place ${place}, got ${alerts.length} alerts`)
  return alert
}

function failuresOf({ failures }: SimulatedAlert): readonly string[] {
  return failures.map(({ message }) => message)
}

/** Since the Unix epoch, in a week without a meaning of its own. */
function randomInstant({ day, night }: DayAndNight, { traffic }: TrialsJob, random: Random): number {
  const { hours } = traffic === 'night' && night !== null ? night : day
  const hour = hours[Math.floor(random() * hours.length)] as number
  return MONDAY_UNIX_SECONDS + 52 * WEEK_SECONDS + (hour + random()) * 3600
}

function faultOf({ slowdown }: TriedIncident): Fault {
  return slowdown === null ? { kind: 'errors', share: 1 } : { kind: 'slowdown', factor: slowdown }
}

function seedOf(random: Random): number {
  return Math.floor(random() * 2 ** 32)
}
