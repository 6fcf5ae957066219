// What every alert did in all months of one seed: its quiet months say what is usual, and whether an alert is a watchdog.

import { type ConditionSeen, NO_CONDITION_SEEN, seenInBoth } from '../../../core/condition-seen.ts'
import { chanceWithin, THIRDS } from '../../../core/drill/by-chance.ts'
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
      const perDay = quiet.length === 0 ? 0 : firings / (quiet.length * days)
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

function detection(
  { bad, ...seen }: SeenIncident,
  firingsPerDay: number,
  burnt: (bad: readonly number[]) => readonly DrillBurn[],
): DrillDetection {
  const { firingAfterSeconds } = seen
  const byChance = firingAfterSeconds === null ? 0 : chanceWithin(THIRDS * firingsPerDay, firingAfterSeconds)
  return { ...seen, byChance, burnt: burnt(bad) }
}

/** Whatever a watchdog does, it is about no incident. */
function nothingSeen({ incident, bad }: SeenIncident, whole: IncidentOutcome | undefined): SeenIncident {
  return {
    incident,
    outcome: 'already-firing',
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
