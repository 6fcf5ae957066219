// The generator workers of a run. Commands go to all of them, and a worker that has exited never blocks the rest.

import type { Clock } from '../../core/clock.ts'
import { deferred } from '../../core/deferred.ts'
import type { GeneratorMachine } from '../../core/run/generators/generator-facts.ts'
import type { SetupValues } from '../setup/setup-values.ts'
import type { Done, FromGenerator, Prepare, Ready, SegmentDone, StartSegment, Timings } from './protocol.ts'
import { assertVersion, PROTOCOL_VERSION } from './protocol.ts'
import type { StartWorker, WorkerLink } from './start-worker.ts'

export interface WorkerPoolOptions {
  readonly tasks: readonly Prepare[]
  readonly start: StartWorker
  readonly clock: Clock
  /** A worker that got `stop` and has not sent `done` within this time is given up. */
  readonly stopSeconds: number
  readonly onTimings: (generator: number, timings: Timings) => void
  /** What the setup captured is no longer accepted. */
  readonly onSetupRefused: (generation: number) => void
  /** A worker exited that had not been stopped. */
  readonly onExit: (generator: number, reason: string) => void
}

/** What is known of a generator when none is left. */
export interface GeneratorEnd {
  /** Null of a thread of this process. */
  readonly machine: GeneratorMachine | null
  /** Null where it did not end in order. */
  readonly done: Done | null
}

export class WorkerPool {
  readonly #workers: readonly WorkerHandle[]
  readonly #clock: Clock
  readonly #stopSeconds: number
  #stopping: Promise<Done[]> | undefined

  /** Starts a worker for each task and has it prepare. */
  constructor({ tasks, start, clock, stopSeconds, onTimings, onSetupRefused, onExit }: WorkerPoolOptions) {
    this.#clock = clock
    this.#stopSeconds = stopSeconds
    this.#workers = tasks.map(
      (task, generator) =>
        new WorkerHandle(task, start, {
          onTimings: (timings) => onTimings(generator, timings),
          onSetupRefused,
          onExit: (reason) => onExit(generator, reason),
        }),
    )
  }

  /** The generators that will send more messages. */
  get alive(): number[] {
    return this.#workers.flatMap((worker, generator) => (worker.hasExited ? [] : [generator]))
  }

  /** How each ended, in their order. */
  get ends(): GeneratorEnd[] {
    return this.#workers.map((worker) => worker.end)
  }

  /** In their order, undefined for each that has exited or been stopped before. */
  async ready(): Promise<(Ready | undefined)[]> {
    return Promise.all(this.#workers.map((worker) => worker.ready))
  }

  /**
   * Resolves when every worker has drained the segment, has exited, or was stopped: to the `segment-done` messages of
   * those that drained it.
   */
  async runSegment(segment: Omit<StartSegment, 'version' | 'type'>): Promise<SegmentDone[]> {
    return present(await Promise.all(this.#workers.map((worker) => worker.runSegment(segment))))
  }

  /** Has all workers use what the setup captured anew. */
  renewSetup(setup: SetupValues): void {
    for (const worker of this.#workers) worker.renewSetup(setup)
  }

  /** Stops all workers now, and resolves to their `done` messages when nothing more is expected of any. */
  stop(): Promise<Done[]> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<Done[]> {
    const inTime = new AbortController()
    const done = Promise.all(this.#workers.map((worker) => worker.stop()))
    const tooLate = this.#clock.sleep(this.#stopSeconds, inTime.signal)
    await Promise.race([done, tooLate])
    inTime.abort()
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
    return present(await done)
  }
}

interface WorkerListener {
  onTimings(timings: Timings): void
  onSetupRefused(generation: number): void
  onExit(reason: string): void
}

class WorkerHandle {
  readonly #link: WorkerLink
  readonly #listener: WorkerListener
  readonly #ready = deferred<Ready | undefined>()
  readonly #done = deferred<Done | undefined>()
  #segment = deferred<SegmentDone | undefined>()
  #wasStopped = false
  #lastWords: Done | undefined
  hasExited = false

  constructor(task: Prepare, start: StartWorker, listener: WorkerListener) {
    this.#listener = listener
    this.#link = start({
      onMessage: (message) => this.#receive(message),
      onExit: (reason) => this.#exit(reason),
    })
    this.#link.send(task)
  }

  get end(): GeneratorEnd {
    return { machine: this.#link.machine?.() ?? null, done: this.#lastWords ?? null }
  }

  get ready(): Promise<Ready | undefined> {
    return this.#ready.promise
  }

  async runSegment(segment: Omit<StartSegment, 'version' | 'type'>): Promise<SegmentDone | undefined> {
    if (this.hasExited || this.#wasStopped) return undefined
    this.#segment = deferred()
    this.#link.send({ version: PROTOCOL_VERSION, type: 'start-segment', ...segment })
    return this.#segment.promise
  }

  renewSetup(setup: SetupValues): void {
    if (this.hasExited || this.#wasStopped) return
    this.#link.send({ version: PROTOCOL_VERSION, type: 'setup-renewed', setup })
  }

  stop(): Promise<Done | undefined> {
    if (!this.hasExited) {
      this.#wasStopped = true
      this.#link.send({ version: PROTOCOL_VERSION, type: 'stop' })
    }
    return this.#done.promise
  }

  async terminate(): Promise<void> {
    this.#exit('it did not stop in time')
    await this.#link.terminate()
  }

  #receive(message: FromGenerator): void {
    if (this.hasExited) return
    assertVersion(message)
    switch (message.type) {
      case 'ready':
        this.#ready.resolve(message)
        break
      case 'timings':
        this.#listener.onTimings(message)
        break
      case 'setup-refused':
        this.#listener.onSetupRefused(message.generation)
        break
      case 'segment-done':
        this.#segment.resolve(message)
        break
      case 'done':
        this.#end(message)
        break
      case 'failed':
        this.#exit(message.reason)
        break
    }
  }

  #exit(reason: string): void {
    if (this.hasExited) return
    this.#end(undefined)
    this.#listener.onExit(reason)
  }

  /** Settles everything that could still be waited for. */
  #end(done: Done | undefined): void {
    this.hasExited = true
    this.#lastWords = done
    this.#done.resolve(done)
    this.#ready.resolve(undefined)
    this.#segment.resolve(undefined)
  }
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined)
}
