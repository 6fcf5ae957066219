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
      }
    /** Nothing answers; then a fresh process does, its counters at zero. */
    | { readonly kind: 'away' }
  )

interface Span {
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** @throws RangeError where an incident cannot be */
export function checkIncident(incident: Incident, untilSeconds: number): void {
  const { fromSeconds, toSeconds } = incident
  if (!(fromSeconds >= 0 && fromSeconds < toSeconds && toSeconds <= untilSeconds))
    throw new RangeError(
      `incident: expected one that begins and ends between 0 s and ${untilSeconds} s, got ${fromSeconds} s to ${toSeconds} s`,
    )
  if (incident.kind === 'away') return
  if (!(incident.share >= 0 && incident.share <= 1))
    throw new RangeError(`incident: expected a share of 0 to 1, got ${incident.share}`)
  if (incident.faults.some(({ kind }) => kind === 'stall'))
    throw new RangeError('incident: expected faults without a stall, for nothing waits in a queue here')
}
