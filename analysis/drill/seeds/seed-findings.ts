// What every alert did in all months of one seed: its quiet months say what is usual, and whether an alert is a watchdog.

import { type ConditionSeen, NO_CONDITION_SEEN, seenInBoth } from '../../../core/condition-seen.ts'
import { chanceWithin, mostFiringsPerDay } from '../../../core/drill/by-chance.ts'
import { DAY_SECONDS } from '../../../core/drill/incident-catalogue.ts'
import type { IncidentOutcome, MonthOutcome, QuietMonth, SeenIncident } from '../../../core/drill/month-outcome.ts'
import type { DrillBurn, DrillDetection, DrillObjective } from '../../../core/report/drill-report.ts'
import { budgetOf } from '../burnt-budget.ts'

export interface SeedFindings {
  readonly quietMonths: number
  readonly incidentMonths: number
  readonly requests: number
  readonly failed: number
  /** One for each alert that can be simulated, in their order. */
  readonly alerts: readonly SeedAlert[]
}

export interface SeedAlert {
  /** One for each incident. */
  readonly detections: readonly DrillDetection[]
  readonly quiet: readonly QuietMonth[]
  readonly failures: readonly { readonly message: string; readonly evaluations: number }[]
  readonly condition: ConditionSeen
}

export interface SeedFacts {
  readonly objectives: readonly DrillObjective[]
  readonly days: number
}

/** @param months of one seed, with the same alerts each */
export function seedFindings(months: readonly MonthOutcome[], { objectives, days }: SeedFacts): SeedFindings {
  const usualRate = usualRateOf(months, days * DAY_SECONDS)
  const burnt = (bad: readonly number[]) =>
    objectives.map((objective, i): DrillBurn => {
      const budget = budgetOf(objective, usualRate)
      return { objective: objective.name, share: budget > 0 ? (bad[i] ?? 0) / budget : null }
    })
  const quietMonths = months.filter(({ kind }) => kind === 'quiet').length
  return {
    quietMonths,
    incidentMonths: months.length - quietMonths,
    requests: months.reduce((sum, { requests }) => sum + requests, 0),
    failed: months.reduce((sum, { failed }) => sum + failed, 0),
    alerts: (months[0]?.alerts ?? []).map((_, place) => {
      const own = months.flatMap((month) => {
        const alert = month.alerts[place]
        return alert === undefined ? [] : [{ month, alert }]
      })
      const quiet = own.flatMap(({ alert }) => alert.quiet ?? [])
      const firings = quiet.reduce((sum, month) => sum + month.firings, 0)
      const perDay = mostFiringsPerDay(firings, quiet.length * days)
      const isWatchdog = quiet.length > 0 && quiet.every(({ alwaysFiring }) => alwaysFiring)
      return {
        detections: own.flatMap(({ month, alert }) =>
          alert.incidents.map((seen, i) =>
            detection(isWatchdog ? nothingSeen(seen, month.incidents[i]) : seen, perDay, burnt),
          ),
        ),
        quiet,
        failures: joinedFailures(own.flatMap(({ alert }) => alert.failures)),
        condition: own.map(({ alert }) => alert.condition).reduce(seenInBoth, NO_CONDITION_SEEN),
      }
    }),
  }
}

/** Each message once. */
export function joinedFailures(all: SeedAlert['failures']): SeedAlert['failures'] {
  const evaluations = new Map<string, number>()
  for (const each of all) evaluations.set(each.message, (evaluations.get(each.message) ?? 0) + each.evaluations)
  return [...evaluations].map(([message, count]) => ({ message, evaluations: count }))
}

/**
 * The chance is that of a page as soon as this one, or of a firing where nobody is told: of all that is known of it, its delay
 * tells most. The time within which somebody expects a page says nothing of this one.
 */
function detection(
  { bad, ...seen }: SeenIncident,
  firingsPerDay: number | null,
  burnt: (bad: readonly number[]) => readonly DrillBurn[],
): DrillDetection {
  const seconds = delayOf(seen)
  const byChance = seconds === null ? 0 : firingsPerDay === null ? 1 : chanceWithin(firingsPerDay, seconds)
  return { ...seen, byChance, burnt: burnt(bad) }
}

/** Until the page, or until it fired where nobody was told; null where it did not. */
export function delayOf(seen: Pick<SeenIncident, 'notifiedAfterSeconds' | 'firingAfterSeconds'>): number | null {
  return seen.notifiedAfterSeconds ?? seen.firingAfterSeconds
}

/** Whatever a watchdog does, it is about no incident. */
function nothingSeen(
  { incident, bad, watchedSeconds }: SeenIncident,
  whole: IncidentOutcome | undefined,
): SeenIncident {
  return {
    incident,
    outcome: 'already-firing',
    watchedSeconds,
    firingAfterSeconds: null,
    notifiedAfterSeconds: null,
    bad: whole?.bad ?? bad,
    resolvedAfterSeconds: null,
    flaps: 0,
  }
}

/** Of the quiet months; of any where there are none. Requests per second. */
function usualRateOf(months: readonly MonthOutcome[], monthSeconds: number): number {
  const quiet = months.filter(({ kind }) => kind === 'quiet')
  const usual = quiet.length > 0 ? quiet : months
  if (usual.length === 0) return 0
  return usual.reduce((total, { requests }) => total + requests, 0) / (usual.length * monthSeconds)
}
