// Whether what an alert did about an incident can be told from what it did about others, and was looked at for long enough.
// Incidents that were given their times may overlap, follow one another within the time that an alert looks back, or come so late
// that the month is over before their trace is.

import type { DrilledAlert } from '../../core/report/drill-report.ts'
import type { Expected } from './drill-expectation.ts'

export interface IncidentInMonth {
  readonly name: string
  /** The place of the month that it lies in. */
  readonly month: number
  readonly fromSeconds: number
  readonly toSeconds: number
}

export interface IncidentTimes {
  readonly incidents: readonly IncidentInMonth[]
  readonly monthSeconds: number
}

type Looking = Pick<DrilledAlert, 'looksBackSeconds' | 'forSeconds' | 'keepFiringForSeconds'>

/** Those of which an alert may still fire as an incident begins. */
export function othersSeen(alert: Looking, name: string, { incidents }: IncidentTimes): readonly string[] {
  return incidents.flatMap((own) =>
    own.name !== name
      ? []
      : incidents
          .filter(
            (other) =>
              other.name !== name &&
              other.month === own.month &&
              other.fromSeconds <= own.fromSeconds &&
              other.toSeconds + traceSeconds(alert) > own.fromSeconds,
          )
          .map((other) => other.name),
  )
}

/** Whether the month is over, or the next incident begins, before an alert was looked at for as long as is asked for. */
export function endsTooEarly(
  expected: Exclude<Expected, { kind: 'quiet' }>,
  alert: Looking,
  { incidents, monthSeconds }: IncidentTimes,
): boolean {
  const own = incidents.find(({ name }) => name === expected.incident)
  if (own === undefined) return false
  const untilSeconds = own.fromSeconds + neededSeconds(expected, alert, own)
  const isNext = incidents.some(
    ({ month, fromSeconds }) => month === own.month && fromSeconds > own.fromSeconds && fromSeconds < untilSeconds,
  )
  if (isNext && expected.kind !== 'resolves') return true
  const isOnAllMonth = own.fromSeconds === 0 && own.toSeconds >= monthSeconds
  return untilSeconds > monthSeconds && !isOnAllMonth
}

/** From its beginning. */
function neededSeconds(
  expected: Exclude<Expected, { kind: 'quiet' }>,
  alert: Looking,
  { fromSeconds, toSeconds }: IncidentInMonth,
): number {
  const whole = toSeconds - fromSeconds + traceSeconds(alert)
  switch (expected.kind) {
    case 'pages':
    case 'fires':
      return Math.min(expected.withinSeconds ?? whole, whole)
    case 'resolves':
      return toSeconds - fromSeconds + (expected.withinSeconds ?? traceSeconds(alert))
    case 'silent':
    case 'before-budget':
      return whole
  }
}

/** For how long after the end of an incident an alert may still begin to fire, or fire on, for it; to an evaluation. */
export function traceSeconds({ looksBackSeconds, forSeconds, keepFiringForSeconds }: Looking): number {
  return looksBackSeconds + forSeconds + keepFiringForSeconds
}
