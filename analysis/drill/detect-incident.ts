// What one alert did about one incident: whether it began to fire because of it, when somebody was told, and how many requests
// were bad by then.

import type { DrillIncident } from '../../core/drill/drill-incident.ts'
import type { DrilledMonth, MonthFiring } from '../../core/drill/drilled-month.ts'
import type { SeenIncident } from '../../core/drill/month-outcome.ts'
import type { DrillObjective } from '../../core/report/drill-report.ts'
import { badDuring, badRequests } from './burnt-budget.ts'

export interface DetectionFacts {
  /** From an evaluation to the oldest sample that decides it, `for` included: so long after its end an incident is seen. */
  readonly traceSeconds: number
  readonly objectives: readonly DrillObjective[]
  readonly monthSeconds: number
}

export function detectIncident(
  incident: DrillIncident,
  firings: readonly MonthFiring[],
  month: DrilledMonth,
  facts: DetectionFacts,
): SeenIncident {
  const { fromSeconds } = incident
  const untilSeconds = watchedUntil(incident, month, facts)
  const began = firings.filter((firing) => firing.fromSeconds >= fromSeconds && firing.fromSeconds < untilSeconds)
  const firesAlready = firings.some((firing) => firing.fromSeconds < fromSeconds && firesAt(firing, fromSeconds))
  const outcome = firesAlready ? 'already-firing' : began.length > 0 ? 'detected' : 'missed'
  const own = firesAlready ? [] : began
  const firingSeconds = earliest(own.map((firing) => firing.fromSeconds))
  const notifiedSeconds = earliest(own.flatMap((firing) => firing.notifiedSeconds ?? []))
  return {
    incident: incident.name,
    outcome,
    watchedSeconds: untilSeconds - fromSeconds,
    firingAfterSeconds: after(fromSeconds, firingSeconds),
    notifiedAfterSeconds: after(fromSeconds, notifiedSeconds),
    // A firing that nobody is told of ends nothing: all of the incident is burnt.
    bad: facts.objectives.map((objective) =>
      badDuring(badRequests(objective, month.minutes), incident, notifiedSeconds ?? incident.toSeconds),
    ),
    resolvedAfterSeconds: resolvedAfter(own, incident.toSeconds),
    flaps: own.length - new Set(own.map(({ labels }) => JSON.stringify(labels))).size,
  }
}

/** Until its trace is gone, or another incident begins. */
function watchedUntil(
  incident: DrillIncident,
  month: DrilledMonth,
  { traceSeconds, monthSeconds }: DetectionFacts,
): number {
  const next = month.incidents.filter(({ fromSeconds }) => fromSeconds > incident.fromSeconds)
  return Math.min(monthSeconds, incident.toSeconds + traceSeconds, ...next.map(({ fromSeconds }) => fromSeconds))
}

function firesAt({ toSeconds }: MonthFiring, seconds: number): boolean {
  return toSeconds === null || toSeconds > seconds
}

function earliest(instants: readonly number[]): number | null {
  return instants.reduce<number | null>((least, instant) => Math.min(least ?? instant, instant), null)
}

function after(from: number, instant: number | null): number | null {
  return instant === null ? null : instant - from
}

function resolvedAfter(firings: readonly MonthFiring[], endSeconds: number): number | null {
  const ends = firings.map(({ toSeconds }) => toSeconds)
  if (ends.length === 0 || ends.includes(null)) return null
  return ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0) - endSeconds
}
