// What truly happened to the requests, minute by minute, so that budgets are exact. No metrics know it: a service that is away
// counts nothing.

export interface ExactCounts {
  /** By minute of the simulation, the last one perhaps shorter. All requests that were sent. */
  readonly requests: Float64Array
  /** Those answered with an error, reset, or sent while nothing answered. */
  readonly failed: Float64Array
  /** Those of them that were sent while nothing answered. */
  readonly unanswered: Float64Array
  /** By bound in seconds: those that took longer or were never answered, whatever the answer. */
  readonly slower: ReadonlyMap<number, Float64Array>
}

export const MINUTE_SECONDS = 60

export function noCounts(seconds: number, bounds: readonly number[]): ExactCounts {
  const minutes = Math.ceil(seconds / MINUTE_SECONDS)
  return {
    requests: new Float64Array(minutes),
    failed: new Float64Array(minutes),
    unanswered: new Float64Array(minutes),
    slower: new Map(bounds.map((bound) => [bound, new Float64Array(minutes)])),
  }
}
