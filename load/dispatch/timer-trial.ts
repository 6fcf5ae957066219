// What the time before the first measured request shows of the machine, and which timers follow from it.

import { type LatencyCounts, latencyQuantile, mergeLatencies, totalCount } from '../../core/latency/latency-counts.ts'
import type { TimerChoice, TimerMode } from '../../core/scenario/timer-mode.ts'
import { type ChosenTimers, chooseTimers } from './choose-timers.ts'
import { type CoreLimits, type CoreReading, idleCoresBetween } from './idle-cores.ts'

export interface TimerTrialOptions {
  readonly choice: TimerChoice
  readonly generators: number
  readonly isLocalTarget: boolean
  /** Whether the generators share this machine's cores. */
  readonly areHere: boolean
  readonly limits: CoreLimits
  readonly readCores: () => CoreReading
}

/** The P99 of fewer sleeps is chance. */
const FEWEST_SLEEPS = 30

export class TimerTrial {
  readonly #options: TimerTrialOptions
  #from: CoreReading
  #wakeError: LatencyCounts[] = []
  #waitingForCore = { seconds: 0, ofSeconds: 0 }
  #warmedUp = false

  /** Begins where the generators start to open their connections. */
  constructor(options: TimerTrialOptions) {
    this.#options = options
    this.#from = options.readCores()
  }

  /** What is used until the choice is made. */
  get provisional(): TimerMode {
    const { choice } = this.#options
    return choice === 'auto' ? 'sparing' : choice
  }

  /** The connections are open. */
  opened(wakeError: readonly LatencyCounts[]): void {
    this.#wakeError = [...wakeError]
  }

  /** Requests are sent from now on: what is seen under load is worth more than what was seen before. */
  startWarmUp(): void {
    this.#from = this.#options.readCores()
    this.#warmedUp = true
    this.#wakeError = []
  }

  /** A generator's thread was watched for a while during the warm-up. */
  watched({ wallSeconds, waitingForCoreSeconds }: { wallSeconds: number; waitingForCoreSeconds: number }): void {
    this.#waitingForCore.seconds += waitingForCoreSeconds
    this.#waitingForCore.ofSeconds += wallSeconds
  }

  warmedUp(wakeError: readonly LatencyCounts[]): void {
    this.#wakeError = [...wakeError]
  }

  /** To be called before the first measured request. */
  choose(): ChosenTimers {
    const { choice, generators, isLocalTarget, areHere, limits, readCores } = this.#options
    const wakeError = mergeLatencies(this.#wakeError)
    const { seconds, ofSeconds } = this.#waitingForCore
    return chooseTimers({
      choice,
      generators,
      isLocalTarget,
      areHere,
      warmedUp: this.#warmedUp,
      idleCores: idleCoresBetween(this.#from, readCores(), limits),
      wakeErrorSeconds: totalCount(wakeError) < FEWEST_SLEEPS ? null : latencyQuantile(wakeError, 0.99),
      waitingForCoreShare: ofSeconds > 0 ? seconds / ofSeconds : 0,
    })
  }
}
