// An incident of a drill as what the simulation draws from: its effects on requests, and on traffic.

import type { DrillIncident, IncidentEffect } from '../../core/drill/drill-incident.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import type { Incident } from '../drawn/incident.ts'

/** @param laterSeconds by which the simulation's second 0 comes before that of the incident's month */
export function incidentsOf(incident: DrillIncident, laterSeconds: number): readonly Incident[] {
  const { fromSeconds, toSeconds, effects, share, grows, trafficFactor, concerns } = incident
  const span = {
    fromSeconds: fromSeconds + laterSeconds,
    toSeconds: toSeconds + laterSeconds,
    ...(concerns !== null && { concerns }),
  }
  const ramp = grows ? { rampsUp: 'strength' as const } : {}
  const faults = effects.filter((effect): effect is Extract<IncidentEffect, Fault> => effect.kind !== 'away')
  return [
    ...(effects.length > faults.length ? [{ ...span, kind: 'away' as const }] : []),
    ...(faults.length > 0 ? [{ ...span, kind: 'degraded' as const, faults, share, ...ramp }] : []),
    ...(trafficFactor === 1 ? [] : [{ ...span, kind: 'traffic' as const, factor: trafficFactor, ...ramp }]),
  ]
}
