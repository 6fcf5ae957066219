// What goes wrong in a drill, when, for which part of the requests, and what it does to them. Readonly data: the catalogue
// and a file of one's own are both made into it, and the simulation and the report read it. Seconds of the drill's month.

import type { Fault } from '../scenario/server-behaviour.ts'

/** What an incident does to the requests that it concerns. */
export type IncidentEffect =
  /** Nothing answers, the metrics page included; then a fresh process does, its counters at zero. */
  | { readonly kind: 'away' }
  /** As a fault of a scenario. What waits for a stall to end would queue, which a drill does not simulate. */
  | Exclude<Fault, { readonly kind: 'stall' }>

export interface DrillIncident {
  /** By which expectations call it; each name once. */
  readonly name: string
  /** A sentence for a reader: what it is. */
  readonly sentence: string
  readonly fromSeconds: number
  readonly toSeconds: number
  /** The share of the requests that its effects concern, from 0 to 1: one instance of twenty is 0.05. */
  readonly share: number
  /** None where it is about the traffic alone. */
  readonly effects: readonly IncidentEffect[]
  /** Whether effects and traffic grow evenly, from nothing at its beginning to the whole at its end. */
  readonly grows: boolean
  /** Multiplies the traffic while it is on; 1 leaves it as it is. */
  readonly trafficFactor: number
  /** The targets and routes that it concerns, by their labels; null for all. */
  readonly concerns: Readonly<Record<string, string>> | null
}
