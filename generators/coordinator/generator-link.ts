// The coordinator's end of the protocol with a generator on another machine, for one run: what a thread's link is to a thread.

import { systemClock } from '../../core/clock.ts'
import type { GeneratorMachine, GeneratorPlace } from '../../core/run/generators/generator-facts.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { FromGenerator, StartSegment, ToGenerator } from '../../load/generator/protocol.ts'
import type { WorkerLink, WorkerLinkListener } from '../../load/generator/start-worker.ts'
import { reasonOf } from '../broker/reason-of.ts'
import type { ClockKeeper } from '../clock/clock-keeper.ts'
import { within } from '../liveness/within.ts'
import type { AgentFacts } from '../wire/call.ts'
import type { Command, RunFile } from '../wire/command.ts'
import { readFromGenerator } from '../wire/from-generator.ts'
import { MessageAssembler } from '../wire/message-assembler.ts'
import type { CommandOutbox } from './command-outbox.ts'

/** A generator that cannot be told to end its run is told by the next one, or finds out by itself. */
const END_SECONDS = 2

export interface GeneratorLinkOptions {
  readonly listener: WorkerLinkListener
  readonly outbox: CommandOutbox
  readonly clock: Pick<ClockKeeper, 'offsetSeconds' | 'clockOver'>
  readonly agent: Pick<AgentFacts, 'name' | 'host' | 'cores'>
  readonly place: GeneratorPlace
  readonly programVersion: string
  /** The data files that a plan names, as they are now. */
  readonly filesOf: (plan: LoadPlan) => Promise<readonly RunFile[]>
  /** It is told to start a segment. Instants are the coordinator's. */
  readonly onStart: (segment: StartSegment) => void
}

export class GeneratorLink implements WorkerLink {
  readonly #options: GeneratorLinkOptions
  readonly #results = new MessageAssembler()
  #wasStopped = false
  #hasExited = false
  /** When the segment that was started last is to begin: after a warm-up, the measured one. */
  #startSeconds: number | undefined
  /** When it had ended, or was lost. */
  #endSeconds: number | undefined
  #lastLines: readonly string[] = []

  constructor(options: GeneratorLinkOptions) {
    this.#options = options
  }

  /** Messages that came whole. */
  get received(): number {
    return this.#results.received
  }

  machine(): GeneratorMachine {
    const { agent, place, clock, programVersion } = this.#options
    const start = this.#startSeconds
    const end = this.#endSeconds ?? systemClock.nowSeconds()
    return {
      place,
      name: agent.name,
      host: agent.host,
      cores: agent.cores,
      programVersion,
      clock: start === undefined ? null : clock.clockOver(start, Math.max(start, end)),
      lastLines: this.#lastLines,
    }
  }

  send(message: ToGenerator): void {
    const { outbox, clock, filesOf, onStart } = this.#options
    if (message.type === 'stop') this.#wasStopped = true
    if (message.type === 'start-segment') {
      this.#startSeconds = message.startSeconds
      onStart(message)
    }
    if (message.type === 'prepare' && message.plan.data?.some(({ source }) => source.kind === 'file'))
      void outbox.send(async () => ({ kind: 'files', files: await filesOf(message.plan) }))
    void outbox.send((): Command => ({ kind: 'protocol', message, offsetSeconds: clock.offsetSeconds() }))
  }

  /** The generator's thread is gone when it resolves, where it is still heard of. */
  async terminate(): Promise<void> {
    this.#hasExited = true
    await within(
      END_SECONDS,
      this.#options.outbox.send(() => ({ kind: 'end' })),
    )
  }

  /** A chunk of what it reports. */
  receive(bytes: Uint8Array): void {
    if (this.#hasExited) return
    let message: FromGenerator
    try {
      const whole = this.#results.add(bytes)
      if (whole === null) return
      message = readFromGenerator(whole.bytes)
    } catch (error) {
      this.exit(reasonOf(error))
      return
    }
    if (message.type === 'done') this.#endSeconds = systemClock.nowSeconds()
    // It has handed over what it measured, and the run did not ask for it: whoever stopped it cut its part of the traffic.
    if (message.type === 'done' && !this.#wasStopped) this.exit('it was stopped where it runs')
    else this.#options.listener.onMessage(message)
  }

  /** It will send nothing more. @param lastLines what its process wrote last, where that is known */
  exit(reason: string, lastLines: readonly string[] = []): void {
    if (this.#hasExited) return
    this.#hasExited = true
    this.#lastLines = lastLines
    this.#endSeconds = systemClock.nowSeconds()
    this.#options.listener.onExit(reason)
  }
}
