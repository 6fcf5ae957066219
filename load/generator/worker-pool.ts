// The generators of a run as one: they are asked together, and one that is gone does not hold up the others.

import type { Clock } from '../../core/clock.ts'
import type { Done, FromGenerator, Prepare, Ready, StartStage, Timings } from './protocol.ts'
import { assertVersion, PROTOCOL_VERSION } from './protocol.ts'
import type { GeneratorLink, StartGenerator } from './start-worker.ts'

/** A generator that was told to stop and has not said `done` by then is stopped by force. */
const STOP_SECONDS = 0.7

export interface CrewOptions {
  readonly tasks: readonly Prepare[]
  readonly start: StartGenerator
  readonly clock: Clock
  readonly onTimings: (generator: number, timings: Timings) => void
  /** A generator is gone that was not asked to go. */
  readonly onGone: (generator: number, reason: string) => void
}

export class GeneratorCrew {
  readonly #members: readonly Member[]
  readonly #clock: Clock
  #stopping: Promise<Done[]> | undefined

  /** Starts the generators and has them prepare. */
  constructor({ tasks, start, clock, onTimings, onGone }: CrewOptions) {
    this.#clock = clock
    this.#members = tasks.map(
      (task, generator) =>
        new Member(task, start, {
          onTimings: (timings) => onTimings(generator, timings),
          onGone: (reason) => onGone(generator, reason),
        }),
    )
  }

  /** The generators that will still say something. */
  get living(): number[] {
    return this.#members.flatMap((member, generator) => (member.isGone ? [] : [generator]))
  }

  /** What those said that are ready; resolves early when stopped. */
  async ready(): Promise<Ready[]> {
    return present(await Promise.all(this.#members.map((member) => member.ready)))
  }

  /** Resolves when all that live have drained the stage, or were stopped. */
  async runStage(stage: Omit<StartStage, 'version' | 'type'>): Promise<void> {
    await Promise.all(this.#members.map((member) => member.runStage(stage)))
  }

  /** Stops them all, now, and resolves to what they said at the end. They are gone then. */
  stop(): Promise<Done[]> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<Done[]> {
    const inTime = new AbortController()
    const done = Promise.all(this.#members.map((member) => member.stop()))
    const tooLate = this.#clock.sleep(STOP_SECONDS, inTime.signal)
    await Promise.race([done, tooLate])
    inTime.abort()
    await Promise.all(this.#members.map((member) => member.terminate()))
    return present(await done)
  }
}

interface MemberListener {
  onTimings(timings: Timings): void
  onGone(reason: string): void
}

class Member {
  readonly #link: GeneratorLink
  readonly #listener: MemberListener
  readonly ready: Promise<Ready | undefined>
  #onReady: (ready: Ready | undefined) => void = () => {}
  #onStageDone: () => void = () => {}
  #onDone: (done: Done | undefined) => void = () => {}
  #wasStopped = false
  isGone = false

  constructor(task: Prepare, start: StartGenerator, listener: MemberListener) {
    this.#listener = listener
    this.ready = new Promise((resolve) => {
      this.#onReady = resolve
    })
    this.#link = start({
      onMessage: (message) => this.#receive(message),
      onGone: (reason) => this.#gone(reason),
    })
    this.#link.send(task)
  }

  runStage(stage: Omit<StartStage, 'version' | 'type'>): Promise<void> {
    return new Promise((resolve) => {
      if (this.isGone || this.#wasStopped) return resolve()
      this.#onStageDone = resolve
      this.#link.send({ version: PROTOCOL_VERSION, type: 'start-stage', ...stage })
    })
  }

  stop(): Promise<Done | undefined> {
    return new Promise((resolve) => {
      if (this.isGone) return resolve(undefined)
      this.#wasStopped = true
      this.#onDone = resolve
      this.#link.send({ version: PROTOCOL_VERSION, type: 'stop' })
    })
  }

  async terminate(): Promise<void> {
    this.#gone('it did not stop in time')
    await this.#link.terminate()
  }

  #receive(message: FromGenerator): void {
    if (this.isGone) return
    assertVersion(message)
    switch (message.type) {
      case 'ready':
        this.#onReady(message)
        break
      case 'timings':
        this.#listener.onTimings(message)
        break
      case 'stage-done':
        this.#onStageDone()
        break
      case 'done':
        this.#end(message)
        break
      case 'failed':
        this.#gone(message.reason)
        break
    }
  }

  #gone(reason: string): void {
    if (this.isGone) return
    this.#end(undefined)
    this.#listener.onGone(reason)
  }

  /** Nothing is to be waited for any more. */
  #end(done: Done | undefined): void {
    this.isGone = true
    this.#onDone(done)
    this.#onReady(undefined)
    this.#onStageDone()
  }
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined)
}
