// What a run is going to do, before it does anything: whom it loads, how much, and what it would send.

import type { Traffic } from '../../scenario/load-plan.ts'

export interface PlannedPhase {
  readonly name: string
  readonly measured: boolean
  readonly durationSeconds: number
  readonly traffic: Traffic
  /** About so many in an open loop, at most so many in a closed one; null where the answers alone limit them. */
  readonly requests: number | null
}

/** What each of several generators is to do of a run. */
export interface PlannedDivision {
  /** Threads of the process that leads the run, processes that it starts beside it, or generators that join it. */
  readonly place: 'threads' | 'processes' | 'joined'
  /** Where they join, as it may be shown; null where the run needs none, or starts its own. */
  readonly broker: string | null
  readonly generators: number
  /** Of each, of the phases in an open loop; null where there is none. */
  readonly peakRatePerSecond: number | null
  /** Of each, in the phase of a closed loop with the most; null where there is none. */
  readonly users: Share | null
  readonly connections: Share
}

/** Of what cannot be divided evenly some have one more than others. */
export interface Share {
  readonly fewest: number
  readonly most: number
}

export interface RunPlan {
  readonly scenario: string
  /** As it may be shown; null for the bundled server. */
  readonly target: string | null
  /** Whether it is this machine. */
  readonly isLocal: boolean
  /** Host and port where nobody has named them, so that the run would be refused; null where it may be loaded. */
  readonly unnamedHost: string | null
  readonly phases: readonly PlannedPhase[]
  readonly durationSeconds: number
  /** Of the phases in an open loop; null where there is none. */
  readonly peakRatePerSecond: number | null
  /** The most of a phase in a closed loop; null where there is none. */
  readonly peakUsers: number | null
  /** Of all phases, warm-up included; null where the answers alone limit them. */
  readonly requests: number | null
  /** Heads and bodies, TLS and TCP left out; null as `requests`. */
  readonly bytes: number | null
  readonly connections: number
  /** Null where one thread sends all of it. */
  readonly division: PlannedDivision | null
  /** What is asked until it answers, before all else; null where nothing is. */
  readonly readyPath: string | null
  /** Names of the requests that are sent once before the load, with their methods. */
  readonly tried: readonly { readonly name: string; readonly method: string }[]
  /** The rules that would end the run. */
  readonly abortOn: readonly string[]
}

/** The first requests of one kind as they would be sent, without secrets. */
export interface RequestPreview {
  readonly name: string
  /** Their part in all requests, from 0 to 1. */
  readonly share: number
  /** Whether all requests of the kind are the same, so that one stands for all. */
  readonly isFixed: boolean
  readonly samples: readonly string[]
}

export interface DryRun {
  readonly plan: RunPlan
  readonly requests: readonly RequestPreview[]
}
