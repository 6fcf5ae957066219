/** What a variable of the environment holds, or a file that it names. */
export interface Found {
  readonly text: string
  /** `SLA_HARNESS_NATS_TOKEN`, or `SLA_HARNESS_NATS_TOKEN_FILE (~/.token)`. */
  readonly from: string
}
