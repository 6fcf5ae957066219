// When the setup of a run is done again, so that what it captured does not end before the run.

export interface SetupRenewal {
  /** Null where no interval is given. */
  readonly everySeconds: number | null
  /** How long before the end of a captured lifetime; null leaves it to the harness. */
  readonly beforeSeconds: number | null
  /** Statuses of any answer that say that what was captured is no longer accepted. */
  readonly onStatuses: readonly number[]
}

/** A value that the setup captures by this name is the lifetime of the others, in seconds, as OAuth 2.0 has it. */
export const LIFETIME_CAPTURE = 'expires_in'
