// Keeps what the setup of a run captured, and has it done again: when it nears its end, or when an answer says that it is
// no longer accepted. One renewal at a time, for all generators: who meets the same refusal meanwhile waits for the same.
// Requests go on meanwhile with what there is, and those that were refused stay errors.

import { numberOf } from '../../core/json/json-difference.ts'
import { LIFETIME_CAPTURE, type SetupRenewal } from '../../core/scenario/flows/setup-renewal.ts'
import type { Alarm, Timers } from '../timers.ts'
import { renewalDueSeconds } from './renewal-due.ts'
import { RenewalPause } from './renewal-pause.ts'
import { SetupFailure } from './setup-failure.ts'
import type { Captured } from './setup-values.ts'

/** What every request may use. */
export interface KeptValues {
  /** Counts the renewals, from 0. */
  readonly generation: number
  readonly captured: Captured
}

export type RenewalCause =
  /** Its time had come. */
  | 'due'
  /** An answer had a status that says that it is no longer accepted. */
  | 'refused'

export interface SetupKeeperOptions {
  /** Does the setup once. Rejects with a SetupFailure. */
  readonly perform: () => Promise<Captured>
  readonly renew: SetupRenewal | null
  readonly timers: Timers
  /** Something new was captured, which is sent from now on. */
  readonly onRenewed: (values: KeptValues) => void
  readonly onFailed: (failure: SetupFailure, cause: RenewalCause, nowSeconds: number) => void
}

export class SetupKeeper {
  readonly #options: SetupKeeperOptions
  readonly #pause = new RenewalPause()
  #values: KeptValues
  #alarm: Alarm | undefined
  /** When the alarm rings. */
  #alarmSeconds = Number.POSITIVE_INFINITY
  #renewing = false
  #stopped = false
  #renewed = 0

  /** @param ageSeconds how long ago the setup captured that */
  constructor({ captured, ageSeconds }: { captured: Captured; ageSeconds: number }, options: SetupKeeperOptions) {
    this.#options = options
    this.#values = { generation: 0, captured }
    this.#await(Math.max(0, renewalDueSeconds(options.renew, lifetimeOf(captured)) - ageSeconds), 'due')
  }

  get values(): KeptValues {
    return this.#values
  }

  /** How often it was renewed. */
  get renewed(): number {
    return this.#renewed
  }

  /** An answer to a request that was sent with these values said that they are no longer accepted. */
  refused(generation: number): void {
    const isOld = generation !== this.#values.generation
    if (isOld || this.#renewing || this.#stopped) return
    const nowSeconds = this.#options.timers.nowSeconds()
    const leftSeconds = this.#pause.leftSeconds(nowSeconds)
    if (nowSeconds + leftSeconds < this.#alarmSeconds) this.#await(leftSeconds, 'refused')
  }

  /** Nothing is renewed any more. */
  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  #await(seconds: number, cause: RenewalCause): void {
    this.#cancel()
    if (seconds === Number.POSITIVE_INFINITY || this.#stopped) return
    this.#alarmSeconds = this.#options.timers.nowSeconds() + seconds
    this.#alarm = this.#options.timers.sleep(seconds, () => void this.#renew(cause))
  }

  #cancel(): void {
    if (this.#alarm) this.#options.timers.cancel(this.#alarm)
    this.#alarm = undefined
    this.#alarmSeconds = Number.POSITIVE_INFINITY
  }

  async #renew(cause: RenewalCause): Promise<void> {
    const { perform, renew, timers, onRenewed, onFailed } = this.#options
    this.#cancel()
    this.#renewing = true
    try {
      const captured = await perform()
      if (this.#stopped) return
      this.#renewed++
      this.#values = { generation: this.#values.generation + 1, captured }
      onRenewed(this.#values)
      this.#ended(renewalDueSeconds(renew, lifetimeOf(captured)))
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error
      if (this.#stopped) return
      onFailed(error, cause, timers.nowSeconds())
      this.#ended(0)
    }
  }

  #ended(dueSeconds: number): void {
    const nowSeconds = this.#options.timers.nowSeconds()
    this.#renewing = false
    this.#pause.attempted(nowSeconds)
    this.#await(Math.max(dueSeconds, this.#pause.leftSeconds(nowSeconds)), 'due')
  }
}

/** Null where nothing of the name was captured, or no number. */
function lifetimeOf(captured: Captured): number | null {
  const value = captured[LIFETIME_CAPTURE]
  const seconds = value === undefined ? Number.NaN : Number(numberOf(value))
  return seconds > 0 && Number.isFinite(seconds) ? seconds : null
}
