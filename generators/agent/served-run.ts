// One run that a generator works for: its thread, and what the thread reports on its way to the broker.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { type FromGenerator, PROTOCOL_VERSION, type ToGenerator } from '../../load/generator/protocol.ts'
import { sealMessage } from '../../load/generator/seal-message.ts'
import type { StartWorker, WorkerLink } from '../../load/generator/start-worker.ts'
import type { ResultOutbox } from '../broker/result-outbox.ts'
import { within } from '../liveness/within.ts'
import { fromGeneratorBytes } from '../wire/from-generator.ts'
import { commandLaterBy, reportLaterBy } from '../wire/translate-instants.ts'

export interface ServedRunOptions {
  readonly startWorker: StartWorker
  readonly outbox: ResultOutbox
}

/** How long a thread may take to end in order, and its last results to be delivered, once nobody leads it. */
const END_SECONDS = 5

export class ServedRun {
  readonly #outbox: ResultOutbox
  readonly #link: WorkerLink
  #plan: LoadPlan | undefined
  #offsetSeconds = 0
  #hasEnded = false
  #onEnded: () => void = () => {}
  readonly #ended = new Promise<void>((resolve) => {
    this.#onEnded = resolve
  })

  constructor({ startWorker, outbox }: ServedRunOptions) {
    this.#outbox = outbox
    this.#link = startWorker({
      onMessage: (message) => {
        outbox.send(fromGeneratorBytes(reportLaterBy(this.#sealed(message), -this.#offsetSeconds)))
        if (message.type === 'done' || message.type === 'failed') this.#end()
      },
      onExit: (reason) => {
        if (!this.#hasEnded)
          outbox.send(
            fromGeneratorBytes({ version: PROTOCOL_VERSION, type: 'failed', reason: `its thread: ${reason}` }),
          )
        this.#end()
      },
    })
  }

  /** @param offsetSeconds what this machine's clock shows more than the coordinator's */
  handle(message: ToGenerator, offsetSeconds: number): void {
    this.#offsetSeconds = offsetSeconds
    if (message.type === 'prepare') this.#plan = message.plan
    this.#link.send(commandLaterBy(message, offsetSeconds))
  }

  /** Sends nothing more, and delivers what there is, as far as that is possible within a few seconds. */
  async stop(): Promise<void> {
    if (!this.#hasEnded) this.#link.send({ version: PROTOCOL_VERSION, type: 'stop' })
    await within(
      END_SECONDS,
      this.#ended.then(() => this.#outbox.idle()),
    )
    await this.terminate()
  }

  /** Its thread is gone when it resolves; what was not delivered is given up. */
  async terminate(): Promise<void> {
    this.#end()
    this.#outbox.abandon()
    await this.#link.terminate()
  }

  /** Here and not in its thread: to count takes time from what is measured. */
  #sealed(message: FromGenerator): FromGenerator {
    return message.type === 'timings' && this.#plan !== undefined ? sealMessage(message, this.#plan) : message
  }

  #end(): void {
    this.#hasEnded = true
    this.#onEnded()
  }
}
