// What incidents come to at an instant. One that ramps up grows in small steps, so that what is drawn changes at a number of
// edges that is known beforehand.

import { assertNever } from '../../core/assert-never.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import type { Incident } from './incident.ts'

/** Faults that are on, and the share of the requests that they concern. */
export interface Degradation {
  readonly faults: readonly Fault[]
  readonly share: number
}

const MOST_STEPS = 128
const SHORTEST_STEP_SECONDS = 30

/** Instants at which something changes, ascending and each once. Seconds. */
export function edgesOf(incidents: readonly Incident[]): readonly number[] {
  const edges = incidents.flatMap((incident) => {
    const { fromSeconds, toSeconds } = incident
    const steps = isRamp(incident) ? stepsOf(incident) : 1
    const inside = Array.from({ length: steps }, (_, i) => fromSeconds + ((toSeconds - fromSeconds) * i) / steps)
    return [...inside, toSeconds]
  })
  return [...new Set(edges)].sort((a, b) => a - b)
}

/** @param seconds at no edge, where which side is meant would be a matter of rounding */
export function degradationsAt(incidents: readonly Incident[], seconds: number): readonly Degradation[] {
  return incidents.flatMap((incident): readonly Degradation[] => {
    if (incident.kind !== 'degraded' || !isOn(incident, seconds)) return []
    const grown = grownAt(incident, seconds)
    const { faults, share } = incident
    if (incident.rampsUp === 'share') return [{ faults, share: share * grown }]
    return [{ faults: grown === 1 ? faults : faults.map((fault) => weakened(fault, grown)), share }]
  })
}

/** So many times the usual requests come. */
export function trafficFactorAt(incidents: readonly Incident[], seconds: number): number {
  return incidents.reduce((product, incident) => {
    if (incident.kind !== 'traffic' || !isOn(incident, seconds)) return product
    return product * (1 + (incident.factor - 1) * grownAt(incident, seconds))
  }, 1)
}

export function isAwayAt(incidents: readonly Incident[], seconds: number): boolean {
  return incidents.some((incident) => incident.kind === 'away' && isOn(incident, seconds))
}

function isOn({ fromSeconds, toSeconds }: Incident, seconds: number): boolean {
  return seconds >= fromSeconds && seconds < toSeconds
}

function isRamp(incident: Incident): boolean {
  return incident.kind !== 'away' && incident.rampsUp !== undefined
}

function stepsOf({ fromSeconds, toSeconds }: Incident): number {
  return Math.min(MOST_STEPS, Math.max(1, Math.ceil((toSeconds - fromSeconds) / SHORTEST_STEP_SECONDS)))
}

/** How much of it there is in the middle of the step that holds the instant, from 0 to 1. */
function grownAt(incident: Incident, seconds: number): number {
  if (!isRamp(incident)) return 1
  const steps = stepsOf(incident)
  const { fromSeconds, toSeconds } = incident
  const step = Math.floor(((seconds - fromSeconds) / (toSeconds - fromSeconds)) * steps)
  return (Math.min(step, steps - 1) + 0.5) / steps
}

function weakened(fault: Fault, by: number): Fault {
  switch (fault.kind) {
    case 'slowdown':
      // So much longer than the day before on every day: 3% a day come to 1.03 ** 30 in 30 days.
      return { ...fault, factor: fault.factor ** by }
    case 'addedDelay':
      return { ...fault, seconds: fault.seconds * by }
    case 'errors':
    case 'resets':
      return { ...fault, share: fault.share * by }
    case 'stall':
      return fault
    default:
      return assertNever(fault)
  }
}
