// The generators of a run as one: they are asked together, and one that is gone does not hold up the others.

import type { Clock } from '../../core/clock.ts'
import type { Done, FromGenerator, Prepare, Ready, StartSegment, Timings } from './protocol.ts'
import { assertVersion, PROTOCOL_VERSION } from './protocol.ts'
import type { StartWorker, WorkerLink } from './start-worker.ts'

/** A generator that was told to stop and has not said `done` by then is stopped by force. */
const STOP_SECONDS = 0.7

export interface WorkerPoolOptions {
  readonly tasks: readonly Prepare[]
  readonly start: StartWorker
  readonly clock: Clock
  readonly onTimings: (generator: number, timings: Timings) => void
  /** A generator is gone that was not asked to go. */
  readonly onExit: (generator: number, reason: string) => void
}

export class WorkerPool {
  readonly #workers: readonly WorkerHandle[]
  readonly #clock: Clock
  #stopping: Promise<Done[]> | undefined

  /** Starts the generators and has them prepare. */
  constructor({ tasks, start, clock, onTimings, onExit }: WorkerPoolOptions) {
    this.#clock = clock
    this.#workers = tasks.map(
      (task, generator) =>
        new WorkerHandle(task, start, {
          onTimings: (timings) => onTimings(generator, timings),
          onExit: (reason) => onExit(generator, reason),
        }),
    )
  }

  /** The generators that will still say something. */
  get alive(): number[] {
    return this.#workers.flatMap((member, generator) => (member.hasExited ? [] : [generator]))
  }

  /** What those said that are ready; resolves early when stopped. */
  async ready(): Promise<Ready[]> {
    return present(await Promise.all(this.#workers.map((member) => member.ready)))
  }

  /** Resolves when all that live have drained the segment, or were stopped. */
  async runSegment(segment: Omit<StartSegment, 'version' | 'type'>): Promise<void> {
    await Promise.all(this.#workers.map((member) => member.runSegment(segment)))
  }

  /** Stops them all, now, and resolves to what they said at the end. They are gone then. */
  stop(): Promise<Done[]> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<Done[]> {
    const inTime = new AbortController()
    const done = Promise.all(this.#workers.map((member) => member.stop()))
    const tooLate = this.#clock.sleep(STOP_SECONDS, inTime.signal)
    await Promise.race([done, tooLate])
    inTime.abort()
    await Promise.all(this.#workers.map((member) => member.terminate()))
    return present(await done)
  }
}

interface WorkerListener {
  onTimings(timings: Timings): void
  onExit(reason: string): void
}

class WorkerHandle {
  readonly #link: WorkerLink
  readonly #listener: WorkerListener
  readonly ready: Promise<Ready | undefined>
  #onReady: (ready: Ready | undefined) => void = () => {}
  #onSegmentDone: () => void = () => {}
  #onDone: (done: Done | undefined) => void = () => {}
  #wasStopped = false
  hasExited = false

  constructor(task: Prepare, start: StartWorker, listener: WorkerListener) {
    this.#listener = listener
    this.ready = new Promise((resolve) => {
      this.#onReady = resolve
    })
    this.#link = start({
      onMessage: (message) => this.#receive(message),
      onExit: (reason) => this.#exit(reason),
    })
    this.#link.send(task)
  }

  runSegment(segment: Omit<StartSegment, 'version' | 'type'>): Promise<void> {
    return new Promise((resolve) => {
      if (this.hasExited || this.#wasStopped) return resolve()
      this.#onSegmentDone = resolve
      this.#link.send({ version: PROTOCOL_VERSION, type: 'start-segment', ...segment })
    })
  }

  stop(): Promise<Done | undefined> {
    return new Promise((resolve) => {
      if (this.hasExited) return resolve(undefined)
      this.#wasStopped = true
      this.#onDone = resolve
      this.#link.send({ version: PROTOCOL_VERSION, type: 'stop' })
    })
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
        this.#onReady(message)
        break
      case 'timings':
        this.#listener.onTimings(message)
        break
      case 'segment-done':
        this.#onSegmentDone()
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

  /** Nothing is to be waited for any more. */
  #end(done: Done | undefined): void {
    this.hasExited = true
    this.#onDone(done)
    this.#onReady(undefined)
    this.#onSegmentDone()
  }
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined)
}
