// The coordinator's end of the protocol with a generator on another machine, for one run: what a thread's link is to a thread.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { FromGenerator, ToGenerator } from '../../load/generator/protocol.ts'
import type { WorkerLink, WorkerLinkListener } from '../../load/generator/start-worker.ts'
import { reasonOf } from '../broker/connect-broker.ts'
import type { Command, RunFile } from '../wire/command.ts'
import { readFromGenerator } from '../wire/from-generator.ts'
import { MessageAssembler } from '../wire/message-assembler.ts'
import type { CommandOutbox } from './command-outbox.ts'

export interface GeneratorLinkOptions {
  readonly listener: WorkerLinkListener
  readonly outbox: CommandOutbox
  /** Of the generator's clock, now. */
  readonly offsetSeconds: () => number
  /** The data files that a plan names, as they are now. */
  readonly filesOf: (plan: LoadPlan) => Promise<readonly RunFile[]>
}

export class GeneratorLink implements WorkerLink {
  readonly #options: GeneratorLinkOptions
  readonly #results = new MessageAssembler()
  #hasExited = false

  constructor(options: GeneratorLinkOptions) {
    this.#options = options
  }

  /** Messages that came whole. */
  get received(): number {
    return this.#results.received
  }

  send(message: ToGenerator): void {
    const { outbox, offsetSeconds, filesOf } = this.#options
    if (message.type === 'prepare' && message.plan.data?.some(({ source }) => source.kind === 'file'))
      void outbox.send(async () => ({ kind: 'files', files: await filesOf(message.plan) }))
    void outbox.send((): Command => ({ kind: 'protocol', message, offsetSeconds: offsetSeconds() }))
  }

  /** The generator's thread is gone when it resolves, where it is still heard of. */
  async terminate(): Promise<void> {
    this.#hasExited = true
    await this.#options.outbox.send(() => ({ kind: 'end' }))
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
    this.#options.listener.onMessage(message)
  }

  /** It will send nothing more. */
  exit(reason: string): void {
    if (this.#hasExited) return
    this.#hasExited = true
    this.#options.listener.onExit(reason)
  }
}
