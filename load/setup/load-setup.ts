// The setup of a run: done before anything else, and again while the traffic runs. What it captures is hidden from every
// output from then on.

import type { SetupRecord } from '../../core/run/flows/setup-record.ts'
import type { LoadProblem } from '../../core/run/load-problem.ts'
import type { LoadPlan, SetupPlan } from '../../core/scenario/load-plan.ts'
import { UserError } from '../../core/user-error.ts'
import { systemTimers } from '../timers.ts'
import { performSetup } from './perform-setup.ts'
import { SetupFailure } from './setup-failure.ts'
import { SetupKeeper } from './setup-keeper.ts'
import { type Captured, hideCaptured, type SetupValues, toSetupValues } from './setup-values.ts'

export class LoadSetup {
  readonly #plan: LoadPlan
  readonly #setup: SetupPlan
  readonly #durationSeconds: number
  readonly #over = new AbortController()
  readonly #captured: Captured
  readonly #obtainedSeconds = systemTimers.nowSeconds()
  readonly #failed: { readonly step: string; readonly reason: string; readonly atSeconds: number }[] = []
  #keeper: SetupKeeper | undefined

  private constructor(plan: LoadPlan, setup: SetupPlan, captured: Captured, durationSeconds: number) {
    this.#plan = plan
    this.#setup = setup
    this.#captured = captured
    this.#durationSeconds = durationSeconds
  }

  /** Does the setup. @throws UserError where a step does not get its expected answer: the run cannot begin */
  static async open(plan: LoadPlan, setup: SetupPlan, signal: AbortSignal): Promise<LoadSetup> {
    const startSeconds = systemTimers.nowSeconds()
    const took = () => systemTimers.nowSeconds() - startSeconds
    try {
      const captured = await perform(plan, setup, signal)
      return new LoadSetup(plan, setup, captured, took())
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error
      // Whoever stopped it is going to stop the run, too.
      if (signal.aborted) return new LoadSetup(plan, setup, {}, took())
      throw new UserError(`setup, step ${error.step}: expected the answer that it asks for, got ${error.message}`, {
        cause: error,
      })
    }
  }

  get values(): SetupValues {
    return toSetupValues(0, this.#captured)
  }

  /** The traffic begins: from now on it is renewed. */
  begin(onRenewed: (values: SetupValues) => void): void {
    const { signal } = this.#over
    const ageSeconds = systemTimers.nowSeconds() - this.#obtainedSeconds
    this.#keeper = new SetupKeeper(
      { captured: this.#captured, ageSeconds },
      {
        perform: () => perform(this.#plan, this.#setup, signal),
        renew: this.#setup.renew,
        timers: systemTimers,
        onRenewed: ({ generation, captured }) => onRenewed(toSetupValues(generation, captured)),
        onFailed: ({ step, message }, _, atSeconds) => this.#failed.push({ step, reason: message, atSeconds }),
      },
    )
  }

  /** An answer to a request with these values said that they are no longer accepted. */
  refused(generation: number): void {
    this.#keeper?.refused(generation)
  }

  /** Nothing is renewed any more. */
  stop(): void {
    this.#keeper?.stop()
    this.#over.abort()
  }

  problems(epochSeconds: number): LoadProblem[] {
    const [first] = this.#failed
    if (first === undefined) return []
    const { step, reason, atSeconds } = first
    return [
      { kind: 'setup-not-renewed', times: this.#failed.length, atSeconds: atSeconds - epochSeconds, step, reason },
    ]
  }

  record(epochSeconds: number): SetupRecord {
    return {
      steps: this.#setup.steps.map(({ name }) => name),
      durationSeconds: this.#durationSeconds,
      captured: Object.keys(this.#captured),
      renewed: this.#keeper?.renewed ?? 0,
      failed: this.#failed.map(({ atSeconds, ...failure }) => ({ ...failure, atSeconds: atSeconds - epochSeconds })),
    }
  }
}

async function perform(plan: LoadPlan, setup: SetupPlan, signal: AbortSignal): Promise<Captured> {
  const captured = await performSetup(plan, setup, signal)
  hideCaptured(captured)
  return captured
}
