// What became of the setup of a run: without what it captured.

export interface SetupRecord {
  /** The names of its requests, in order. */
  readonly steps: readonly string[]
  /** How long it took before the run. */
  readonly durationSeconds: number
  /** The names of what it captured. */
  readonly captured: readonly string[]
  /** How often it was done again. */
  readonly renewed: number
  /** Renewals that failed, with the step that did not get its expected answer and what came instead. */
  readonly failed: readonly { readonly atSeconds: number; readonly step: string; readonly reason: string }[]
}
