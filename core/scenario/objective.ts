// One line of an SLA, as people write it: `p95 < 1s`, `errors < 1%`, `achieved > 99%`, `under 300ms > 90%`.

export type Objective =
  /** The response time's quantile lies below the limit. */
  | { readonly kind: 'quantile'; readonly quantile: number; readonly limitSeconds: number }
  /** The share of arrivals that ended as an error, a timeout or unfinished lies below the limit. */
  | { readonly kind: 'errors'; readonly limitShare: number }
  /** The share of arrivals that got the expected answer lies above the limit. */
  | { readonly kind: 'achieved'; readonly limitShare: number }
  /** The share of requests faster than a bound lies above the limit. */
  | { readonly kind: 'under'; readonly boundSeconds: number; readonly limitShare: number }

export const OBJECTIVE_EXAMPLES = ['p95 < 1s', 'errors < 1%', 'achieved > 99%', 'under 300ms > 90%'] as const
