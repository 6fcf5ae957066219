// What has become of one phase's arrivals so far, while the run is under way.

import type { LatencyCounts } from '../latency/latency-counts.ts'

/** Of all requests together, or of one of them. */
export interface RequestProgress {
  readonly completed: number
  readonly errors: number
  /** Those of the errors that the service answered: with another status, or another body. */
  readonly answeredErrors: number
  /** Of the errors, those that say nothing about the service: requests that could not be made, and answers not read. */
  readonly unsendable: number
  readonly unreadable: number
  readonly timeouts: number
  /** Of completed requests, and timeouts as unbounded. */
  readonly responseTime: LatencyCounts
  /** Of the same requests; of the timeouts only those that got no first byte are unbounded. */
  readonly firstByteResponseTime: LatencyCounts
}

export interface PhaseProgress extends RequestProgress {
  /** The same of single requests, by their index in the plan: of those that were asked for and ended. Absent for none. */
  readonly requests?: ReadonlyMap<number, RequestProgress>
}
