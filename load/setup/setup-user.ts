// A generator's part of a setup: the values that its requests use, and who is told where an answer refuses them.

import type { SetupPlan } from '../../core/scenario/load-plan.ts'
import { COMPLETED } from '../recording/outcome.ts'
import type { RequestTiming } from '../recording/timings.ts'
import { SetupCaptures } from './setup-captures.ts'
import { capturedOf, hideCaptured, type SetupValues } from './setup-values.ts'

export interface SetupUserOptions {
  readonly plan: SetupPlan
  readonly values: SetupValues
  readonly nowSeconds: () => number
  /** Called once for each generation of the values. */
  readonly onRefused: (generation: number) => void
}

export class SetupUser {
  readonly #options: SetupUserOptions
  readonly #refusals: readonly number[]
  #generation: number
  /** What was sent before had other values. */
  #sinceSeconds = Number.NEGATIVE_INFINITY
  #isRefused = false
  readonly captured: SetupCaptures

  constructor(options: SetupUserOptions) {
    const { plan, values } = options
    this.#options = options
    this.#refusals = plan.renew?.onStatuses ?? []
    this.#generation = values.generation
    this.captured = new SetupCaptures(capturedOf(values))
  }

  renew(values: SetupValues): void {
    this.#generation = values.generation
    this.#sinceSeconds = this.#options.nowSeconds()
    this.#isRefused = false
    const captured = capturedOf(values)
    hideCaptured(captured)
    this.captured.replace(captured)
  }

  /** A request has ended. Its instants are on the clock's axis. */
  ended({ outcome, status, sentSeconds }: RequestTiming): void {
    if (this.#isRefused || outcome === COMPLETED || !this.#refusals.includes(status)) return
    if (sentSeconds < this.#sinceSeconds) return
    this.#isRefused = true
    this.#options.onRefused(this.#generation)
  }
}
