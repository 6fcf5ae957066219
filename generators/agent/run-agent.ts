// A generator that waits for work: `sla-harness generator`. It works for one coordinator at a time.

import { randomBytes } from 'node:crypto'
import { availableParallelism, hostname } from 'node:os'
import type { NatsConnection } from '@nats-io/transport-node'
import { UserError } from '../../core/user-error.ts'
import type { StartWorker } from '../../load/generator/start-worker.ts'
import { openFileLimit } from '../../load/open-files.ts'
import { chunkBytesOf } from '../broker/chunk-bytes.ts'
import { connectBroker } from '../broker/connect-broker.ts'
import type { BrokerCredentials } from '../broker/credentials.ts'
import { Denials } from '../broker/denials.ts'
import type { JoinAddress } from '../broker/join-address.ts'
import { listen } from '../broker/listen.ts'
import { claimSubject, lateSubject, WHO_SUBJECT } from '../broker/subjects.ts'
import { watchBroker } from '../broker/watch-broker.ts'
import {
  type AgentFacts,
  type Claim,
  type ClaimAnswer,
  callBytes,
  ownVersions,
  readCalled,
  readClaim,
  readVersions,
  type Versions,
  versionConflict,
} from '../wire/call.ts'
import { Assignment, type AssignmentEnd } from './assignment.ts'

export interface AgentOptions {
  readonly address: JoinAddress
  readonly credentials: BrokerCredentials
  /** The one run that it is there for; null for any. */
  readonly run: string | null
  readonly name: string
  /** Version of the program. */
  readonly program: string
  readonly startWorker: StartWorker
  /** Stops what it does, and ends it. */
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** A broker and its generators are often started side by side. */
const PATIENCE_SECONDS = 60
const ASK_MS = 1000

/**
 * Works until it is stopped; where it is there for one run, until that has ended.
 * @throws UserError where the broker cannot be reached, or lets nobody in
 */
export async function runAgent(options: AgentOptions): Promise<AssignmentEnd> {
  const { address, credentials, name, signal, say } = options
  const connection = await connectBroker({
    address,
    credentials,
    name: `sla-harness generator ${name}`,
    patienceSeconds: PATIENCE_SECONDS,
    signal,
    onWaiting: (reason) => say(`waiting for the broker at ${address.shown}: ${reason}`),
  })
  if (connection === null) return 'interrupted'
  try {
    return await new Agent(connection, options).work()
  } finally {
    await connection.close()
  }
}

class Agent {
  readonly #connection: NatsConnection
  readonly #options: AgentOptions
  readonly #facts: AgentFacts
  readonly #versions: Versions
  /** Coordinators of another version, as they were spoken of. */
  readonly #refused = new Set<string>()
  #assignment: Assignment | undefined
  #onEnd: (end: AssignmentEnd) => void = () => {}
  #onError: (error: Error) => void = () => {}

  constructor(connection: NatsConnection, options: AgentOptions) {
    const openFiles = openFileLimit()
    this.#connection = connection
    this.#options = options
    this.#versions = ownVersions(options.program)
    this.#facts = {
      id: randomBytes(8).toString('hex'),
      name: options.name,
      host: hostname(),
      processId: process.pid,
      node: process.version,
      cores: availableParallelism(),
      openFiles: Number.isFinite(openFiles) ? openFiles : null,
    }
  }

  async work(): Promise<AssignmentEnd> {
    const { address, run, signal, say } = this.#options
    const connection = this.#connection
    const ended = new Promise<AssignmentEnd>((resolve, reject) => {
      this.#onEnd = resolve
      this.#onError = reject
    })
    const interrupt = () => (this.#assignment === undefined ? this.#onEnd('interrupted') : this.#assignment.interrupt())
    signal.addEventListener('abort', interrupt, { once: true })
    watchBroker(connection, {
      onAway: () => {
        say(`the broker at ${address.shown} is away; waiting for it`)
        this.#assignment?.brokerAway()
      },
      onBack: () => {
        say('the broker is back')
        this.#assignment?.brokerBack()
      },
      onClosed: (reason) =>
        this.#onError(new UserError(`${address.shown}: expected a broker that stays, got: ${reason}`)),
    })
    const denials = new Denials(connection, this.#options)
    void denials.said.then((reason) => {
      if (this.#assignment === undefined) this.#onError(new UserError(reason))
      else this.#assignment.fail(reason)
    })
    listen(connection, WHO_SUBJECT, (question) => {
      question.respond(this.#hello())
    })
    listen(connection, claimSubject(this.#facts.id), (claim) => {
      claim.respond(callBytes(this.#answer(claim.data)))
    })
    await connection.flush()
    denials.check()
    say(`joined ${address.shown} as ${this.#options.name}; waiting for ${run === null ? 'a run' : `run ${run}`}`)
    if (signal.aborted) interrupt()
    const asking = run === null ? undefined : setInterval(() => void this.#askWhetherLate(run), ASK_MS)
    try {
      return await ended
    } finally {
      clearInterval(asking)
      signal.removeEventListener('abort', interrupt)
    }
  }

  /** A run that has begun does not look for generators any more. */
  async #askWhetherLate(run: string): Promise<void> {
    if (this.#assignment !== undefined) return
    try {
      const answer = await this.#connection.request(lateSubject(run), undefined, { timeout: ASK_MS })
      if (this.#assignment === undefined) this.#onError(new UserError(Buffer.from(answer.data).toString()))
    } catch {
      // Nobody leads that run yet.
    }
  }

  #hello(): Uint8Array {
    const { run } = this.#options
    return callBytes({ ...this.#versions, ...this.#facts, run, isBusy: this.#assignment !== undefined })
  }

  #answer(bytes: Uint8Array): ClaimAnswer {
    const { run } = this.#options
    try {
      const conflict = versionConflict(this.#versions, readVersions(bytes))
      if (conflict !== null) {
        this.#refuse(conflict, readCalled(bytes).run)
        return { accepted: false, reason: conflict }
      }
      const claim = readClaim(bytes)
      if (this.#assignment?.isFor(claim)) return { accepted: true }
      if (this.#assignment !== undefined) return { accepted: false, reason: 'it works for another run' }
      if (run !== null && run !== claim.run) return { accepted: false, reason: `it is there for run ${run}` }
      this.#begin(claim)
      return { accepted: true }
    } catch (error) {
      return { accepted: false, reason: (error as Error).message }
    }
  }

  /** Whoever is there for that run alone waits for nothing any more. */
  #refuse(conflict: string, claimedFor: string | null): void {
    const { run, say } = this.#options
    const line = `refused a coordinator of another version: ${conflict}`
    if (run !== null && run === claimedFor && this.#assignment === undefined)
      this.#onError(new UserError(`run ${run}: ${line}`))
    else if (!this.#refused.has(line)) say(line)
    this.#refused.add(line)
  }

  #begin(claim: Claim): void {
    const { startWorker, say, run, signal } = this.#options
    const assignment = new Assignment({
      connection: this.#connection,
      claim,
      startWorker,
      chunkBytes: () => chunkBytesOf(this.#connection),
      say,
    })
    this.#assignment = assignment
    void assignment.ended.then((end) => {
      this.#assignment = undefined
      say(ENDS[end])
      if (signal.aborted || (run !== null && end !== 'let-go')) this.#onEnd(end)
    })
  }
}

const ENDS: Readonly<Record<AssignmentEnd, string>> = {
  released: 'the run has ended',
  'let-go': 'not needed after all; waiting',
  lost: 'the run goes on without this generator, which it had not heard of for a while',
  alone: 'nothing was heard of the coordinator any more: stopped',
  'broker-gone': 'the broker did not come back: stopped',
  failed: 'stopped: it could not go on',
  interrupted: 'stopped',
}
