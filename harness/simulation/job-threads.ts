// Threads that do the jobs of a simulation: each starts when there is a job for it, and takes the next one as soon as it is
// free. A thread that dies fails all jobs that are not done: whoever counts outcomes never counts fewer than were asked without
// knowing.

import { type ResourceLimits, Worker } from 'node:worker_threads'
import { compiledEntry } from '../../core/compiled-entry.ts'
import { askToEnd } from '../../core/end-thread.ts'
import { UserError } from '../../core/user-error.ts'
import type { JobAnswer, JobMessage } from '../../simulation/threads/serve-jobs.ts'

/** @returns null where the threads were stopped before the job was done */
export type RunJob<Job, Outcome> = (job: Job) => Promise<Outcome | null>

interface Waiting<Job, Outcome> {
  readonly job: Job
  readonly resolve: (outcome: Outcome | null) => void
  readonly reject: (error: Error) => void
}

export class JobThreads<Job, Outcome> {
  readonly #start: () => Worker
  readonly #threads: number
  readonly #workers: Worker[] = []
  readonly #idle: Worker[] = []
  readonly #queue: Waiting<Job, Outcome>[] = []
  readonly #running = new Map<number, Waiting<Job, Outcome>>()
  #number = 0
  #failure: Error | null = null
  #isStopped = false

  /**
   * @param entry of the build, which serves jobs
   * @param workerData plain data, which each thread gets a copy of
   * @param threads that work at once, at most
   * @param resourceLimits of each thread; absent: those of Node
   */
  constructor(entry: string, workerData: unknown, threads: number, resourceLimits: ResourceLimits = {}) {
    this.#start = () => new Worker(compiledEntry(entry), { workerData, resourceLimits })
    this.#threads = threads
  }

  readonly run: RunJob<Job, Outcome> = (job) => {
    if (this.#failure) return Promise.reject(this.#failure)
    if (this.#isStopped) return Promise.resolve(null)
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject })
      this.#next()
    })
  }

  /**
   * What is not done by then never will be. Idle threads end. One in the middle of a job ends after it, or with the process,
   * which need not wait for it: so nothing ends a thread by force before what was found is reported (core/end-thread.ts).
   */
  stop(): void {
    this.#isStopped = true
    for (const { resolve } of this.#takeAll()) resolve(null)
    for (const worker of this.#workers) {
      askToEnd(worker)
      if (!this.#idle.includes(worker)) worker.unref()
    }
  }

  /** Undefined where there are as many as there may be. */
  #another(): Worker | undefined {
    if (this.#workers.length === this.#threads) return undefined
    const worker = this.#start()
    this.#workers.push(worker)
    worker.on('message', (answer: JobAnswer<Outcome>) => {
      const waiting = this.#running.get(answer.number)
      this.#running.delete(answer.number)
      this.#idle.push(worker)
      this.#next()
      if (answer.kind === 'done') waiting?.resolve(answer.outcome)
      else waiting?.reject(new UserError(answer.message))
    })
    worker.on('error', (error) => this.#fail(failureOf(error)))
    worker.on('exit', (code) => {
      if (!this.#isStopped) this.#fail(new Error(`a thread of the simulation exited with code ${code}`))
    })
    return worker
  }

  #next(): void {
    for (;;) {
      const [waiting] = this.#queue
      const worker = waiting && (this.#idle.pop() ?? this.#another())
      if (waiting === undefined || worker === undefined) return
      this.#queue.shift()
      const number = this.#number++
      this.#running.set(number, waiting)
      worker.postMessage({ number, job: waiting.job } satisfies JobMessage<Job>)
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#takeAll()) reject(this.#failure)
  }

  #takeAll(): Waiting<Job, Outcome>[] {
    const all = [...this.#running.values(), ...this.#queue.splice(0)]
    this.#running.clear()
    return all
  }
}

function failureOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (!isOutOfMemory) return error
  return new UserError(
    'a thread of the simulation ran out of memory, so that nothing is reported: fewer alerts (--alert), fewer --instances or longer intervals (--scrape-interval, --step) need less, and NODE_OPTIONS=--max-old-space-size=MEGABYTES allows more',
    { cause: error },
  )
}
