// How the bundled model server is to behave: what a scenario says under `server:`, resolved to plain data.

import type { BucketLayout } from '../histogram/bucket-layout.ts'

/** How long one request is worked on, drawn from the run's seed. Seconds. */
export type LatencyModel =
  | { readonly kind: 'constant'; readonly seconds: number }
  | { readonly kind: 'uniform'; readonly fromSeconds: number; readonly toSeconds: number }
  /** One of several, with weights; equal weights where none are named. */
  | { readonly kind: 'choice'; readonly choices: readonly { readonly seconds: number; readonly weight: number }[] }
  | { readonly kind: 'lognormal'; readonly medianSeconds: number; readonly p95Seconds: number }
  /** Two log-normal modes; `slowShare` (0 to 1) of the requests are of the slow one. */
  | {
      readonly kind: 'bimodal'
      readonly fast: { readonly medianSeconds: number; readonly p95Seconds: number }
      readonly slow: { readonly medianSeconds: number; readonly p95Seconds: number }
      readonly slowShare: number
    }
  /** P(X > x) = (minimum / x)^shape, cut off at the maximum. */
  | {
      readonly kind: 'pareto'
      readonly minimumSeconds: number
      readonly shape: number
      readonly maximumSeconds: number
    }
  /** The durations of a file (one a line), in their order, from the start again at its end. */
  | { readonly kind: 'trace'; readonly file: string }

/** What goes wrong while a fault is on. Faults of one phase act together. */
export type Fault =
  /** Multiplies the work of each request that starts while it is on. */
  | { readonly kind: 'slowdown'; readonly factor: number }
  /** Adds to the work of each request that starts while it is on. */
  | { readonly kind: 'addedDelay'; readonly seconds: number }
  /** That share of requests is answered with status 500. */
  | { readonly kind: 'errors'; readonly share: number }
  /** The connection of that share of requests is reset instead of answered. */
  | { readonly kind: 'resets'; readonly share: number }
  /** Nothing is answered until it is off. */
  | { readonly kind: 'stall' }

export interface ScheduledFault {
  /** The name of the phase during which the fault is on. */
  readonly during: string
  readonly fault: Fault
}

export interface ServerBehaviour {
  readonly latency: LatencyModel
  /** Requests worked on at once; the rest wait in arrival order. Infinity: no limit. */
  readonly concurrency: number
  readonly layout: BucketLayout
  readonly faults: readonly ScheduledFault[]
  /** Names of the phases at whose start the server is stopped, gracefully, and started again on the same ports. */
  readonly restarts: readonly string[]
}
