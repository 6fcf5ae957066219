// Threads that do the jobs of a study of detection power: each takes the next one as soon as it is free.

import { Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'
import type { PowerJob, PowerOutcome } from '../../simulation/power/power-job.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'

/** @returns null where the study was stopped before the job was done */
export type RunPowerJob = (job: PowerJob) => Promise<PowerOutcome | null>

interface Waiting {
  readonly job: PowerJob
  readonly resolve: (outcome: PowerOutcome | null) => void
  readonly reject: (error: Error) => void
}

export class PowerThreads {
  readonly #workers: readonly Worker[]
  readonly #idle: Worker[]
  readonly #queue: Waiting[] = []
  readonly #running = new Map<number, Waiting>()
  #number = 0
  #failure: Error | null = null
  #isStopped = false

  constructor(setups: readonly PowerSetup[], seed: number, threads: number) {
    this.#workers = Array.from({ length: threads }, () => this.#start(setups, seed))
    this.#idle = [...this.#workers]
  }

  readonly run: RunPowerJob = (job) => {
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#isStopped) return Promise.resolve(null)
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject })
      this.#next()
    })
  }

  /** What is not done by then never will be. When it resolves, no thread is left. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const { resolve } of this.#takeAll()) resolve(null)
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #start(setups: readonly PowerSetup[], seed: number): Worker {
    const worker = new Worker(compiledEntry('simulation/power/power-worker'), { workerData: { setups, seed } })
    worker.on('message', ({ number, outcome }: { readonly number: number; readonly outcome: PowerOutcome }) => {
      const waiting = this.#running.get(number)
      this.#running.delete(number)
      this.#idle.push(worker)
      this.#next()
      waiting?.resolve(outcome)
    })
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', (code) => {
      if (!this.#isStopped) this.#fail(new Error(`a thread of the simulation exited with code ${code}`))
    })
    return worker
  }

  #next(): void {
    for (;;) {
      const worker = this.#idle.at(-1)
      const waiting = worker === undefined ? undefined : this.#queue.shift()
      if (worker === undefined || waiting === undefined) return
      this.#idle.pop()
      const number = this.#number++
      this.#running.set(number, waiting)
      worker.postMessage({ number, job: waiting.job })
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#takeAll()) reject(this.#failure)
  }

  #takeAll(): Waiting[] {
    const all = [...this.#running.values(), ...this.#queue.splice(0)]
    this.#running.clear()
    return all
  }
}
