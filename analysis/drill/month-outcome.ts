// Reduces a simulated month to what is kept of it.

import { NO_CONDITION_SEEN } from '../../core/condition-seen.ts'
import type { DrilledMonth } from '../../core/drill/drilled-month.ts'
import type { IncidentOutcome, MonthOutcome } from '../../core/drill/month-outcome.ts'
import type { DrillObjective } from '../../core/report/drill-report.ts'
import { badDuring, badRequests, countBetween } from './burnt-budget.ts'
import { detectIncident } from './detect-incident.ts'
import { quietMonth } from './quiet-month.ts'

export interface ReductionFacts {
  readonly monthSeconds: number
  readonly objectives: readonly DrillObjective[]
  /** Those that can be simulated, in the order of the month's. */
  readonly alerts: readonly ReducedAlert[]
  /** Whether the firings themselves are kept. */
  readonly keepsFirings: boolean
}

export interface ReducedAlert {
  /** So long after its end an incident is seen. */
  readonly traceSeconds: number
  /** After which a watchdog must have fired. */
  readonly settledSeconds: number
}

export function monthOutcome(month: DrilledMonth, facts: ReductionFacts): MonthOutcome {
  const { name, kind, seed, minutes, incidents } = month
  const { monthSeconds, objectives, keepsFirings } = facts
  return {
    ...{ name, kind, seed },
    requests: sum(minutes.requests),
    failed: sum(minutes.failed),
    incidents: incidents.map(
      ({ name: incident, fromSeconds, toSeconds }): IncidentOutcome => ({
        name: incident,
        requests: Math.round(countBetween(minutes.requests, fromSeconds, toSeconds)),
        failed: Math.round(badDuring(minutes.failed, { fromSeconds, toSeconds })),
        bad: objectives.map((each) => badDuring(badRequests(each, minutes), { fromSeconds, toSeconds })),
      }),
    ),
    alerts: facts.alerts.map(({ traceSeconds, settledSeconds }, place) => {
      const {
        firings = [],
        failures = [],
        condition = NO_CONDITION_SEEN,
        minutes: own = minutes,
      } = month.alerts[place] ?? {}
      return {
        incidents: incidents.map((incident) =>
          detectIncident(incident, firings, { ...month, minutes: own }, { traceSeconds, objectives, monthSeconds }),
        ),
        quiet: kind === 'quiet' ? quietMonth(firings, monthSeconds, settledSeconds) : null,
        failures,
        condition,
        firings: keepsFirings ? firings : null,
      }
    }),
  }
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0)
}
