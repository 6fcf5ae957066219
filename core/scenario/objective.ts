// One line of an SLA, as people write it: `p95 < 1s`, `ttfb p95 < 100ms`, `errors < 1%`.

export type Objective =
  /** The response time's quantile lies below the limit. */
  | { readonly kind: 'quantile'; readonly quantile: number; readonly limitSeconds: number }
  /** The same of the response time to the first byte. */
  | { readonly kind: 'ttfb'; readonly quantile: number; readonly limitSeconds: number }
  /** The share of arrivals that ended as an error, a timeout or unfinished lies below the limit. */
  | { readonly kind: 'errors'; readonly limitShare: number }
  /** The share of arrivals that got the expected answer lies above the limit. */
  | { readonly kind: 'achieved'; readonly limitShare: number }
  /** The share of requests faster than a bound lies above the limit. */
  | { readonly kind: 'under'; readonly boundSeconds: number; readonly limitShare: number }

export const OBJECTIVE_EXAMPLES = [
  'p95 < 1s',
  'errors < 1%',
  'achieved > 99%',
  'under 300ms > 90%',
  'ttfb p95 < 100ms',
] as const

/** The response time, or time to first byte, that an objective sets a limit to; undefined where it is about shares alone. */
export function latencyLimitSeconds(objective: Objective): number | undefined {
  switch (objective.kind) {
    case 'quantile':
    case 'ttfb':
      return objective.limitSeconds
    case 'under':
      return objective.boundSeconds
    case 'errors':
    case 'achieved':
      return undefined
  }
}

/** The share of the requests that it is about which may miss it. */
export function allowedShare(objective: Objective): number {
  switch (objective.kind) {
    case 'quantile':
    case 'ttfb':
      return 1 - objective.quantile
    case 'errors':
      return objective.limitShare
    case 'achieved':
    case 'under':
      return 1 - objective.limitShare
  }
}
