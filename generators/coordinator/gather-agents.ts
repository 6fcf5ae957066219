// Finds as many generators as a run wants, and claims them: all of them or none, so that two runs that look for some at a
// time do not each hold what the other lacks.

import { createInbox, errors, type NatsConnection } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import { counted } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { listen, stopListening } from '../broker/listen.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { claimSubject, WHO_SUBJECT } from '../broker/subjects.ts'
import {
  type Claim,
  callBytes,
  type Hello,
  readCalled,
  readClaimAnswer,
  readHello,
  readVersions,
  type Versions,
  versionConflict,
} from '../wire/call.ts'
import { commandOutbox } from './command-outbox.ts'

export interface GatherOptions {
  readonly connection: NatsConnection
  readonly run: string
  readonly generators: number
  readonly versions: Versions
  /** How long generators are waited for. */
  readonly patienceSeconds: number
  readonly signal: AbortSignal
  /** Where some are missing, what is waited for. */
  readonly onWaiting: (line: string) => void
  /** A generator of another version, by its name. */
  readonly onRefused: (line: string) => void
  /** Then nobody can answer. */
  readonly isBrokerAway: () => boolean
  /** What else may have gone wrong by now, and how; null where nothing has. */
  readonly failure?: () => string | null
}

const ASK_SECONDS = 0.2
const SAY_AFTER_SECONDS = 2
const CLAIM_MS = 2000
/** A generator that cannot be told finds out by itself: it hears nothing more. */
const LET_GO_MS = 5000

/**
 * In the order in which the run numbers them: those that are there for this run alone come first, then by name.
 * @returns null where the signal was aborted
 * @throws UserError where too few were there in time
 */
export async function gatherAgents(options: GatherOptions): Promise<Hello[] | null> {
  const { connection, generators, patienceSeconds, signal, onWaiting, isBrokerAway, failure } = options
  const roll = new Roll(options)
  const inbox = createInbox()
  const answers = listen(connection, inbox, ({ data }) => {
    // An empty answer is the broker's: nobody is there.
    if (data.length > 0) roll.add(data)
  })
  const startSeconds = systemClock.nowSeconds()
  let said: string | undefined
  try {
    while (!signal.aborted) {
      connection.publish(WHO_SUBJECT, undefined, { reply: inbox })
      await systemClock.sleep(ASK_SECONDS, signal)
      const idle = roll.takeIdle()
      if (idle.length >= generators) {
        const claimed = await claimAll(idle.slice(0, generators), options)
        if (claimed !== null) return claimed
      }
      const failed = failure?.() ?? null
      if (failed !== null) throw new UserError(failed)
      const waitedSeconds = systemClock.nowSeconds() - startSeconds
      if (waitedSeconds > patienceSeconds) throw new UserError(tooFew(idle, roll.others(), options))
      const line = whoIsAwaited(idle, roll.elsewhere(), options)
      if (line !== said && waitedSeconds > SAY_AFTER_SECONDS && !isBrokerAway()) {
        said = line
        onWaiting(line)
      }
    }
    return null
  } finally {
    stopListening([answers])
  }
}

/** Who has answered in the last round. */
class Roll {
  readonly #options: GatherOptions
  /** Generators of another version. */
  readonly #told = new Set<string>()
  readonly #refused = new Map<string, string>()
  #idle = new Map<string, Hello>()
  readonly #elsewhere = new Map<string, string>()

  constructor(options: GatherOptions) {
    this.#options = options
  }

  add(bytes: Uint8Array): void {
    const { run, versions } = this.#options
    try {
      const conflict = versionConflict(versions, readVersions(bytes))
      if (conflict !== null) {
        const { id, run: theirs } = readCalled(bytes)
        // One that is there for another run is nobody's loss.
        if (theirs !== null && theirs !== run) return
        this.#refuse(nameIn(bytes), conflict)
        if (id !== null) this.#tell(id)
      } else {
        const hello = readHello(bytes)
        if (hello.run !== null && hello.run !== run)
          this.#elsewhere.set(hello.id, `${hello.name} is there for run ${hello.run}`)
        else if (hello.isBusy) this.#elsewhere.set(hello.id, `${hello.name} works for another run`)
        else {
          this.#elsewhere.delete(hello.id)
          this.#idle.set(hello.id, hello)
        }
      }
    } catch (error) {
      this.#refuse('a generator', reasonOf(error))
    }
  }

  /** A generator of another version, which would wait for us: it finds both versions in a claim, and refuses that by name. */
  #tell(id: string): void {
    const { connection, versions, generators, run } = this.#options
    if (this.#told.has(id)) return
    this.#told.add(id)
    connection.publish(claimSubject(id), callBytes({ ...versions, run, generator: 0, generators }))
  }

  /** Empties the roll for the next round. */
  takeIdle(): Hello[] {
    const idle = [...this.#idle.values()]
    this.#idle = new Map()
    return idle.sort((a, b) => Number(a.run === null) - Number(b.run === null) || (a.name < b.name ? -1 : 1))
  }

  /** Those that are there for somebody else. */
  elsewhere(): string[] {
    return [...this.#elsewhere.values()].sort()
  }

  others(): string[] {
    return [...this.#refused.values(), ...this.elsewhere()]
  }

  #refuse(name: string, why: string): void {
    const line = `${name} was refused: ${why}`
    if (!this.#refused.has(line)) this.#options.onRefused(line)
    this.#refused.set(line, line)
  }
}

/** All of them, or null: then none is held. */
async function claimAll(agents: readonly Hello[], options: GatherOptions): Promise<Hello[] | null> {
  for (const [generator, agent] of agents.entries())
    if (!(await claimOne(agent, generator, options))) {
      for (let held = 0; held < generator; held++) letGo(options, held)
      return null
    }
  return [...agents]
}

async function claimOne(agent: Hello, generator: number, options: GatherOptions): Promise<boolean> {
  const { connection, run, generators, versions, onRefused } = options
  const claim: Claim = { ...versions, run, generator, generators }
  try {
    const answer = await connection.request(claimSubject(agent.id), callBytes(claim), { timeout: CLAIM_MS })
    const read = readClaimAnswer(answer.data)
    if (!read.accepted) onRefused(`${agent.name} does not work for this run: ${read.reason}`)
    return read.accepted
  } catch (error) {
    if (error instanceof errors.ClosedConnectionError) throw error
    return false
  }
}

function letGo({ connection, run }: GatherOptions, generator: number): void {
  const outbox = commandOutbox(connection, run, generator, () => {})
  void outbox.send(() => ({ kind: 'let-go' }))
  setTimeout(() => outbox.abandon(), LET_GO_MS).unref()
}

/** Of many the first ones suffice. */
const MOST_NAMED = 4

/** Whoever waits in vain may have given generators and run two names. */
function whoIsAwaited(idle: readonly Hello[], elsewhere: readonly string[], { generators }: GatherOptions): string {
  const named = elsewhere.slice(0, MOST_NAMED)
  const more = elsewhere.length - named.length
  const others = [...named, ...(more === 0 ? [] : [`${more} more are elsewhere`])].map((other) => `; ${other}`)
  return `waiting for ${counted(generators, 'generator')}: ${idle.length === 0 ? 'none' : idle.length} there so far${others.join('')}`
}

function tooFew(idle: readonly Hello[], others: readonly string[], options: GatherOptions): string {
  const { connection, generators, patienceSeconds } = options
  const there = idle.length === 0 ? 'none' : `${idle.length} (${idle.map(({ name }) => name).join(', ')})`
  const more = others.length === 0 ? '' : `; ${others.join('; ')}`
  return `${connection.getServer()}: expected ${counted(generators, 'generator')} within ${patienceSeconds} s, got ${there}${more}\nStart them on the machines that are to send the load: sla-harness generator --join <the same broker>`
}

function nameIn(bytes: Uint8Array): string {
  const name = /"name":"([^"]{1,100})"/.exec(Buffer.from(bytes).toString())?.[1]
  return name === undefined ? 'a generator' : `generator ${name}`
}
