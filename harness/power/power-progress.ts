// How far a study of detection power is.

import type { RunPowerJob } from './power-threads.ts'

export interface PowerProgress {
  readonly trials: number
  readonly quietDays: number
  /** Of what is known to be asked for, so much is settled: incidents, and quiet time. */
  readonly settled: number
  readonly known: number
}

export class ProgressCount {
  readonly #onProgress: (progress: PowerProgress) => void
  #progress: PowerProgress = { trials: 0, quietDays: 0, settled: 0, known: 0 }

  constructor(onProgress: (progress: PowerProgress) => void) {
    this.#onProgress = onProgress
  }

  counted(run: RunPowerJob): RunPowerJob {
    return async (job) => {
      const outcome = await run(job)
      if (outcome === null) return null
      const { trials, quietDays } = this.#progress
      this.#show(
        job.kind === 'trials'
          ? { trials: trials + job.trials * job.incidents.length }
          : { quietDays: quietDays + 7 * job.weeks },
      )
      return outcome
    }
  }

  async settling<Result>(work: () => Promise<Result>): Promise<Result> {
    this.asked(1)
    const result = await work()
    this.settled(1)
    return result
  }

  asked(questions: number): void {
    this.#show({ known: this.#progress.known + questions })
  }

  settled(questions: number): void {
    this.#show({ settled: this.#progress.settled + questions })
  }

  #show(change: Partial<PowerProgress>): void {
    this.#progress = { ...this.#progress, ...change }
    this.#onProgress(this.#progress)
  }
}
