// What goes wrong over days, and when. Seconds of the simulation.

import type { Fault } from '../../core/scenario/server-behaviour.ts'

export type Incident = Span &
  (
    | {
        readonly kind: 'degraded'
        /** As in a scenario, but for a stall: what waits for it to end would queue. */
        readonly faults: readonly Fault[]
        /** The part of the requests that they concern, from 0 to 1: one slow instance of twenty is 0.05. */
        readonly share: number
        /**
         * It grows evenly, from nothing at its beginning to the whole at its end: the share of the requests, or how strong
         * the faults are (a slowdown from 1 to its factor). Absent: it is whole from the beginning.
         */
        readonly rampsUp?: 'share' | 'strength'
      }
    /** Nothing answers; then a fresh process does, its counters at zero. */
    | { readonly kind: 'away' }
    | {
        readonly kind: 'traffic'
        /** So many times the usual requests; 0 for none. */
        readonly factor: number
        /** From 1 at its beginning to the factor at its end. */
        readonly rampsUp?: 'strength'
      }
  )

interface Span {
  readonly fromSeconds: number
  readonly toSeconds: number
  /** The targets and routes that it concerns, by their labels (core/drill/service-model.ts). Absent: all. */
  readonly concerns?: Readonly<Record<string, string>>
}

/** @throws RangeError where an incident cannot be */
export function checkIncident(incident: Incident, untilSeconds: number): void {
  const { fromSeconds, toSeconds } = incident
  if (!(fromSeconds >= 0 && fromSeconds < toSeconds && toSeconds <= untilSeconds))
    throw new RangeError(
      `incident: expected one that begins and ends between 0 s and ${untilSeconds} s, got ${fromSeconds} s to ${toSeconds} s`,
    )
  if (incident.kind === 'away') return
  if (incident.kind === 'traffic') {
    if (!(incident.factor >= 0 && Number.isFinite(incident.factor)))
      throw new RangeError(`incident: expected a factor of 0 or more, got ${incident.factor}`)
    return
  }
  if (!(incident.share >= 0 && incident.share <= 1))
    throw new RangeError(`incident: expected a share of 0 to 1, got ${incident.share}`)
  if (incident.faults.some(({ kind }) => kind === 'stall'))
    throw new RangeError('incident: expected faults without a stall, for nothing waits in a queue here')
}
