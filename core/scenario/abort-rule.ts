// The kill switch of a scenario: what no service should be put through for long, so that the run ends. As people write it:
// `errors > 50% for 10s`, `timeouts > 20% for 10s`, `connect errors > 90% for 5s`, `p95 > 5s for 10s`.

export type AbortRule = {
  /** As written in the file. */
  readonly text: string
  /** In each second of so many in a row. */
  readonly forSeconds: number
} & (
  | {
      /** Errors: whatever is not the expected answer, timeouts included, as for the objective. */
      readonly kind: AbortShare
      readonly limitShare: number
    }
  /** The response time's quantile; what timed out is slower than any limit. */
  | { readonly kind: 'quantile'; readonly quantile: number; readonly limitSeconds: number }
)

/** Of the requests that ended in a second. */
export type AbortShare = 'errors' | 'timeouts' | 'connectErrors'

export const ABORT_EXAMPLES = [
  'errors > 50% for 10s',
  'timeouts > 20% for 10s',
  'connect errors > 90% for 5s',
  'p95 > 5s for 10s',
] as const

/** The generators report once a second. */
export const SHORTEST_ABORT_SECONDS = 1
