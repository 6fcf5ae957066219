// Simulates what a job asks for: incidents at random instants, or quiet weeks.

import { USUAL_RUNNING_SECONDS } from '../../core/drill/service-model.ts'
import { type Random, randomStream } from '../../core/random.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import { type SimulatedAlert, simulateAlerts } from '../days/simulate-alerts.ts'
import { type DayAndNight, dayAndNight, MONDAY_UNIX_SECONDS } from '../drawn/day-and-night.ts'
import type { Incident } from '../drawn/incident.ts'
import { isFiringAt, pagesOf } from './pages.ts'
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

const WEEK_SECONDS = 7 * 86_400

export function runPowerJob(setup: PowerSetup, seed: number, job: PowerJob): PowerOutcome {
  return job.kind === 'trials' ? runTrials(setup, seed, job) : runQuiet(setup, seed, job)
}

interface Tally {
  readonly delaysSeconds: number[]
  alreadyFiring: number
}

function runTrials(setup: PowerSetup, seed: number, job: TrialsJob): TrialsOutcome {
  const tallies = Array.from(
    { length: setup.alerts.length + 1 },
    (): Tally => ({ delaysSeconds: [], alreadyFiring: 0 }),
  )
  const failures = setup.alerts.map(() => new Set<string>())
  const prepared = { setup, seed, times: powerTimes(setup), traffic: dayAndNight(setup.shape) }
  for (let trial = job.firstTrial; trial < job.firstTrial + job.trials; trial++) {
    const results = runTrial(prepared, job, trial)
    results.failures.forEach((messages, i) => {
      for (const message of messages) failures[i]?.add(message)
    })
    results.alerts.forEach(({ delaySeconds, isFiringBefore }, i) => {
      const tally = tallies[i] as Tally
      if (delaySeconds !== null) tally.delaysSeconds.push(delaySeconds)
      else if (isFiringBefore) tally.alreadyFiring++
    })
  }
  return { kind: 'trials', alerts: tallies, failures: failures.map((messages) => [...messages]) }
}

interface TrialResult {
  readonly alerts: readonly { readonly delaySeconds: number | null; readonly isFiringBefore: boolean }[]
  readonly failures: readonly (readonly string[])[]
}

interface Prepared {
  readonly setup: PowerSetup
  readonly seed: number
  readonly times: PowerTimes
  readonly traffic: DayAndNight
}

/** The nth trial has its instant and its seed from its number: the same for every incident and every variant. */
function runTrial({ setup, seed, times, traffic }: Prepared, job: TrialsJob, trial: number): TrialResult {
  const { incident, withinSeconds } = job
  const { leadSeconds, evaluatedSeconds, gridSeconds } = times
  const random = randomStream(seed, `power/${incident.traffic}/${trial}`)
  const instantSeconds = randomInstant(traffic, incident, random)
  const fromSeconds = leadSeconds + random() * gridSeconds
  const endSeconds = fromSeconds + watchedSeconds(times, incident.durationSeconds, withinSeconds)
  const toSeconds = fromSeconds + incident.durationSeconds
  const alerts = simulated(setup, {
    seed: seedOf(random),
    startedAtUnixMs: Math.round((instantSeconds - fromSeconds) * 1e3),
    seconds: Math.max(endSeconds, toSeconds),
    evaluateFromSeconds: fromSeconds - evaluatedSeconds,
    incidents: [{ kind: 'degraded', fromSeconds, toSeconds, share: incident.share, faults: [faultOf(incident)] }],
  })
  const results = alerts.map(({ labelSets }, i) => {
    const pages = pagesOf(labelSets, setup.groupWaitsSeconds[i] ?? null, endSeconds)
    const page = pages.find(({ firingSeconds }) => firingSeconds > fromSeconds)
    return {
      delaySeconds: page && page.pageSeconds <= endSeconds ? page.pageSeconds - fromSeconds : null,
      isFiringBefore: isFiringAt(labelSets, fromSeconds),
    }
  })
  const delays = results.flatMap(({ delaySeconds }) => (delaySeconds === null ? [] : [delaySeconds]))
  const ofAny = {
    delaySeconds: delays.length === 0 ? null : Math.min(...delays),
    isFiringBefore: results.some(({ isFiringBefore }) => isFiringBefore),
  }
  return { alerts: [...results, ofAny], failures: failuresOf(alerts) }
}

function runQuiet(setup: PowerSetup, seed: number, { stretch, weeks }: QuietJob): QuietOutcome {
  const { leadSeconds, evaluatedSeconds } = powerTimes(setup)
  const random = randomStream(seed, `power/quiet/${stretch}`)
  const countedSeconds = weeks * WEEK_SECONDS
  const alerts = simulated(setup, {
    seed: seedOf(random),
    startedAtUnixMs: Math.round((MONDAY_UNIX_SECONDS + WEEK_SECONDS * 52 - leadSeconds) * 1e3),
    seconds: leadSeconds + countedSeconds,
    evaluateFromSeconds: leadSeconds - evaluatedSeconds,
    incidents: [],
  })
  const pages = alerts.map(
    ({ labelSets }, i) =>
      pagesOf(labelSets, setup.groupWaitsSeconds[i] ?? null, leadSeconds + countedSeconds).filter(
        ({ firingSeconds }) => firingSeconds > leadSeconds,
      ).length,
  )
  return {
    kind: 'quiet',
    pages: [...pages, pages.reduce((sum, count) => sum + count, 0)],
    failures: failuresOf(alerts),
  }
}

interface SimulatedTime {
  readonly seed: number
  readonly startedAtUnixMs: number
  readonly seconds: number
  readonly evaluateFromSeconds: number
  readonly incidents: readonly Incident[]
}

function simulated(setup: PowerSetup, time: SimulatedTime): readonly SimulatedAlert[] {
  const { alerts: wanted, trace } = setup
  const { alerts } = simulateAlerts({
    ...setup,
    ...time,
    runningSeconds: USUAL_RUNNING_SECONDS,
    ...(trace && { readTrace: () => trace }),
  })
  return wanted.map((place) => {
    const alert = alerts[place]
    if (alert === undefined) throw new RangeError(`expected an alert at place ${place}, got ${alerts.length} alerts`)
    return alert
  })
}

function failuresOf(alerts: readonly SimulatedAlert[]): readonly (readonly string[])[] {
  return alerts.map(({ failures }) => failures.map(({ message }) => message))
}

/** Since the Unix epoch, in a week without a meaning of its own. */
function randomInstant({ day, night }: DayAndNight, { traffic }: TriedIncident, random: Random): number {
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
