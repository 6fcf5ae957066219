// A first scenario, as it is going to be written: what is sent, what must hold, which alert watches it, and what whoever reads
// it has to know. Plain data; no secret's value is in it.

import type { LatencyUnit } from '../core/histogram/latency-unit.ts'
import type { DraftRemark } from './draft-remark.ts'
import type { ImportedBody, ImportedDataSet, ImportedStep } from './imported-traffic.ts'

export interface Draft {
  /** A name of a scenario file; the files are called after it. */
  readonly name: string
  readonly target: DraftTarget
  /** Null where only the client measures. */
  readonly metrics: DraftMetrics | null
  readonly requests: readonly DraftRequest[]
  /** The requests in the order of one user; null for a mix. */
  readonly steps: readonly ImportedStep[] | null
  readonly data: readonly ImportedDataSet[]
  /** Routes that the metrics page shows and that nobody knows how to ask for, such as `POST /cart`. */
  readonly unknownRoutes: readonly string[]
  readonly phases: readonly DraftPhase[]
  readonly objectives: readonly DraftObjective[]
  /** Null where no rule could be judged, or none could fire; `remarks` say why. */
  readonly alert: DraftAlert | null
  readonly remarks: readonly DraftRemark[]
}

export interface DraftTarget {
  readonly url: string
  /** The host that a run has to be allowed to load; null for this machine. */
  readonly allowHost: string | null
  readonly insecure: boolean
  /** Paths as they stand in the scenario, relative to it. */
  readonly ca: string | null
  readonly socket: string | null
  /** Asked before the run; null where no such path is known. */
  readonly readyPath: string | null
}

export interface DraftMetrics {
  readonly urls: readonly string[]
  readonly histogram: string
  readonly unit: LatencyUnit
  /** Whether neither the name nor the page says the unit, so that the scenario has to. */
  readonly isUnitUnsaid: boolean
  /** Ascending, in seconds. */
  readonly bounds: readonly number[]
  /** The name of the environment variable that holds the token of the page; null for none. */
  readonly bearerVariable: string | null
  /** By label: the values that the requests of the scenario have; empty for all series. */
  readonly match: DraftMatch
  /** The names of those that it counts; empty for all. */
  readonly requests: readonly string[]
}

/** By label, the values that it may have; all labels together. */
export type DraftMatch = Readonly<Record<string, readonly string[]>>

export interface DraftRequest {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: ImportedBody | null
  readonly weight: number
  readonly statuses: readonly (number | string)[]
  /** The series that observe it; null where that is not known. */
  readonly match: DraftMatch | null
  /** How it is known: tried and answered, or written as it came. */
  readonly evidence: RequestEvidence
}

export type RequestEvidence =
  | { readonly kind: 'tried'; readonly status: number; readonly seconds: number }
  | { readonly kind: 'untried' }

export interface DraftPhase {
  readonly name: string
  readonly seconds: number
  /** Arrivals a second when it begins and when it ends: of requests, or of users who go through the steps. */
  readonly fromRate: number
  readonly toRate: number
  readonly measured: boolean
}

export interface DraftObjective {
  /** As an SLA has it: `p95 < 300ms`. */
  readonly text: string
  readonly why: ObjectiveReason
}

export type ObjectiveReason =
  /** Whoever asked for the draft said it. */
  | { readonly kind: 'given' }
  /** The lowest bound with room for what was observed. */
  | {
      readonly kind: 'observed'
      readonly p95UpperSeconds: number
      readonly shareSlower: number | null
      readonly count: number
    }
  /** Nothing was observed but what was tried. */
  | { readonly kind: 'tried'; readonly slowestSeconds: number }
  /** The observed P95 lies above what the histogram can show. */
  | { readonly kind: 'aboveBounds'; readonly highestBoundSeconds: number }
  /** Nothing is known of the service. */
  | { readonly kind: 'guess' }
  /** The usual limit. */
  | { readonly kind: 'usual' }

export interface DraftAlert {
  readonly name: string
  readonly quantile: number
  readonly thresholdSeconds: number
  /** Whether the threshold is a bound of the histogram, so that counts alone decide. */
  readonly isBound: boolean
  readonly rangeSeconds: number
  readonly forSeconds: number
}
