// A generator in the service of one coordinator: from the claim until it is released, or hears nothing more of it.

import type { NatsConnection, Subscription } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import type { StartWorker } from '../../load/generator/start-worker.ts'
import { listen, stopListening } from '../broker/listen.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { publisherTo, ResultOutbox } from '../broker/result-outbox.ts'
import { aliveSubject, commandSubject, coordinatorSubject, pingSubject } from '../broker/subjects.ts'
import { fromCoordinator, RunFiles } from '../files/run-files.ts'
import { ALIVE_SECONDS } from '../liveness/alive-seconds.ts'
import { COORDINATOR_SILENT_SECONDS, SilenceWatch } from '../liveness/silence-watch.ts'
import { type Claim, callBytes, readCoordinatorAlive } from '../wire/call.ts'
import { type Command, readCommand } from '../wire/command.ts'
import { MessageAssembler } from '../wire/message-assembler.ts'
import { valueBytes } from '../wire/value-bytes.ts'
import { ServedRun } from './served-run.ts'

export interface AssignmentOptions {
  readonly connection: NatsConnection
  readonly claim: Claim
  readonly startWorker: StartWorker
  /** The largest message that the broker takes, now. */
  readonly chunkBytes: () => number
  /** Tells whoever watches this generator. */
  readonly say: (line: string) => void
}

/** Why it ended. */
export type AssignmentEnd = 'released' | 'let-go' | 'lost' | 'alone' | 'broker-gone' | 'failed' | 'interrupted'

const COMMAND_TAKEN = new Uint8Array()

export class Assignment {
  readonly #options: AssignmentOptions
  readonly #watch = new SilenceWatch(COORDINATOR_SILENT_SECONDS, systemClock.nowSeconds())
  readonly #subscriptions: Subscription[]
  readonly #commands = new MessageAssembler()
  readonly #files: RunFiles
  readonly #timer: NodeJS.Timeout
  #inOrder: Promise<void> = Promise.resolve()
  #run: ServedRun | undefined
  #outbox: ResultOutbox | undefined
  #failure: string | null = null
  #isBrokerAway = false
  #isOver = false
  #onEnd: (end: AssignmentEnd) => void = () => {}
  /** Resolves when its thread and its files are gone. */
  readonly ended: Promise<AssignmentEnd>

  constructor(options: AssignmentOptions) {
    this.#options = options
    const { connection, claim } = options
    const { run, generator } = claim
    this.#files = new RunFiles(fromCoordinator(connection, run))
    this.ended = new Promise((resolve) => {
      this.#onEnd = resolve
    })
    this.#subscriptions = [
      listen(connection, pingSubject(run, generator), (ping) => {
        ping.respond(valueBytes(systemClock.nowSeconds()))
      }),
      listen(connection, commandSubject(run, generator), (command) => {
        command.respond(this.#take(command.data))
      }),
      listen(connection, coordinatorSubject(run), ({ data }) => this.#hear(data)),
    ]
    this.#timer = setInterval(() => this.#look(), ALIVE_SECONDS * 1e3)
    this.#look()
  }

  /** The same claim again: its acknowledgement was lost. */
  isFor({ run, generator }: Claim): boolean {
    const { claim } = this.#options
    return this.#run === undefined && claim.run === run && claim.generator === generator
  }

  brokerAway(): void {
    this.#watch.brokerAway(systemClock.nowSeconds())
    this.#isBrokerAway = true
    // Whoever was told to stop does not wait for a broker that was stopped as well.
    if (this.#isOver) void this.#run?.terminate()
  }

  brokerBack(): void {
    this.#watch.brokerBack(systemClock.nowSeconds())
    this.#isBrokerAway = false
  }

  /** Stops sending, and delivers what it can. */
  interrupt(): void {
    void this.#end('interrupted', (run) => (this.#isBrokerAway ? run.terminate() : run.stop()))
  }

  /** What the coordinator gets for a command: nothing where it was taken, else why it was not. */
  #take(bytes: Uint8Array): Uint8Array {
    try {
      const whole = this.#commands.add(bytes)
      if (whole !== null) {
        const command = readCommand(whole.bytes)
        this.#inOrder = this.#inOrder.then(() => this.#perform(command)).catch((error) => this.fail(reasonOf(error)))
      }
      return COMMAND_TAKEN
    } catch (error) {
      return new TextEncoder().encode(reasonOf(error))
    }
  }

  async #perform(command: Command): Promise<void> {
    if (this.#isOver) return
    switch (command.kind) {
      case 'begin':
        this.#begin(command)
        return
      case 'files':
        await this.#files.fetch(command.files)
        return
      case 'protocol':
        this.#run?.handle(this.#files.placed(command.message), command.offsetSeconds)
        return
      case 'end':
        await this.#run?.terminate()
        this.#run = undefined
        return
      case 'release':
      case 'let-go':
        void this.#end(command.kind === 'release' ? 'released' : 'let-go', (run) => run.terminate())
        return
    }
  }

  #begin({ run, results }: Extract<Command, { kind: 'begin' }>): void {
    const { connection, claim, startWorker, chunkBytes, say } = this.#options
    say(`run ${run}: generator ${claim.generator + 1} of ${claim.generators}`)
    this.#outbox = new ResultOutbox({
      name: `${run}/${claim.generator}`,
      publish: publisherTo(connection, results),
      chunkBytes,
      clock: systemClock,
      onFailure: (reason) => this.fail(reason),
    })
    this.#run = new ServedRun({ startWorker, outbox: this.#outbox })
  }

  #hear(bytes: Uint8Array): void {
    this.#watch.heard(systemClock.nowSeconds())
    try {
      const { lost } = readCoordinatorAlive(bytes)
      if (lost.includes(this.#options.claim.generator)) void this.#end('lost', (run) => run.terminate())
    } catch (error) {
      this.fail(reasonOf(error))
    }
  }

  #look(): void {
    const { connection, claim } = this.#options
    const silence = this.#watch.look(systemClock.nowSeconds())
    if (silence === 'silent') {
      void this.#end('alone', (run) => run.stop())
      return
    }
    if (silence === 'broker-away') {
      void this.#end('broker-gone', (run) => run.terminate())
      return
    }
    if (connection.isClosed()) return
    const sign = { kind: 'generator', delivered: this.#outbox?.delivered ?? 0, failure: this.#failure } as const
    connection.publish(aliveSubject(claim.run, claim.generator), callBytes(sign))
  }

  /** The coordinator learns of it with the next sign of life, and does without this generator. */
  fail(reason: string): void {
    if (this.#failure !== null || this.#isOver) return
    this.#failure = reason
    this.#options.say(reason)
    this.#look()
    void this.#run?.terminate()
  }

  async #end(end: AssignmentEnd, finish: (run: ServedRun) => Promise<void>): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    clearInterval(this.#timer)
    stopListening(this.#subscriptions)
    if (this.#run !== undefined) await finish(this.#run)
    await this.#files.remove()
    this.#onEnd(this.#failure === null ? end : 'failed')
  }
}
