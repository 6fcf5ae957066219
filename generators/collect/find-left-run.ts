// Finds what a run left on the broker whose coordinator died: its journal, and what its generators delivered. Generators that
// still serve it stop by themselves, and are waited for.

import { systemClock } from '../../core/clock.ts'
import { nearestWord } from '../../core/text/nearest-word.ts'
import { listed } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import type { Denials } from '../broker/denials.ts'
import { listen, stopListening } from '../broker/listen.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { keptRuns, lastSequenceOf, readResults } from '../broker/run-stream.ts'
import {
  aliveSubject,
  coordinatorSubject,
  generatorOfAlive,
  generatorOfResult,
  journalSubject,
} from '../broker/subjects.ts'
import { ALIVE_SECONDS } from '../liveness/alive-seconds.ts'
import { ArrivalWatch } from '../liveness/arrival-watch.ts'
import { COORDINATOR_SILENT_SECONDS, GENERATOR_SILENT_SECONDS } from '../liveness/silence-watch.ts'
import { type JournalEntry, readJournalEntry } from '../wire/journal-entry.ts'
import { MessageAssembler } from '../wire/message-assembler.ts'
import { LeftBroker, type LeftBrokerOptions } from './left-broker.ts'
import { LeftResults } from './left-results.ts'
import { NothingLeft } from './nothing-left.ts'

export interface FindOptions extends LeftBrokerOptions {
  readonly denials: Denials
  /** Version of the program. */
  readonly program: string
}

export interface FoundRun {
  readonly journal: readonly JournalEntry[]
  /** Of each generator, in their order. */
  readonly results: readonly LeftResults[]
}

const LOOK_SECONDS = ALIVE_SECONDS
/** Whoever lives has given a sign of life within this time. */
const LISTEN_SECONDS = GENERATOR_SILENT_SECONDS
/** A generator hears for so long nothing of its coordinator before it stops, and then delivers what it has. */
const MOST_WAITING_SECONDS = COORDINATOR_SILENT_SECONDS + 15

/**
 * @returns null where the signal was aborted
 * @throws UserError where the broker keeps no such run, goes away, or its coordinator lives, or is of another version
 */
export async function findLeftRun(options: FindOptions): Promise<FoundRun | null> {
  const over = new AbortController()
  const search = { ...options, signal: AbortSignal.any([options.signal, over.signal]) }
  const broker = new LeftBroker(search)
  const found = read(search, broker)
  // Of what is not waited for any more nobody is told.
  found.catch(() => {})
  try {
    return await Promise.race([found, broker.untilGone()])
  } finally {
    over.abort()
  }
}

async function read(options: FindOptions, broker: LeftBroker): Promise<FoundRun | null> {
  const { connection, denials, run, program, signal } = options
  const runs = await broker.answer(() => keptRuns(connection))
  if (!runs.includes(run)) throw new UserError(unknownRun(options, runs))
  const search = new Search(program)
  const reader = readResults(connection, run, (subject, bytes) =>
    subject === journalSubject(run) ? search.note(bytes) : search.add(generatorOfResult(subject), bytes),
  )
  let arrivals = new ArrivalWatch()
  broker.onBack = () => {
    arrivals = new ArrivalWatch()
    reader.resume()
  }
  const readAll = async () => {
    const last = await broker.answer(() => lastSequenceOf(connection, run))
    while (reader.lastSequence < last && !signal.aborted) {
      await systemClock.sleep(LOOK_SECONDS, signal)
      denials.check()
      if (!arrivals.keepUp(last, reader.lastSequence, broker.seenSeconds))
        throw new UserError(
          `run ${run}: expected ${last} messages of it, got ${reader.lastSequence}; the broker does not hand over the rest, and keeps it`,
        )
    }
  }
  try {
    await readAll()
    await waitForGenerators(options, broker, search)
    await readAll()
  } finally {
    broker.onBack = () => {}
    await reader.stop()
  }
  return signal.aborted ? null : search
}

/** What has come so far. */
class Search implements FoundRun {
  readonly journal: JournalEntry[] = []
  readonly results: LeftResults[] = []
  readonly #program: string
  readonly #chunks = new MessageAssembler()
  #failure: string | undefined

  constructor(program: string) {
    this.#program = program
  }

  note(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return
    try {
      const whole = this.#chunks.add(bytes)
      if (whole === null) return
      const entry = readJournalEntry(whole.bytes, this.#program)
      this.journal.push(entry)
      if (entry.kind === 'run') while (this.results.length < entry.machines.length) this.results.push(new LeftResults())
    } catch (error) {
      this.#failure = reasonOf(error)
    }
  }

  add(generator: number, bytes: Uint8Array): void {
    while (this.results.length <= generator) this.results.push(new LeftResults())
    this.results[generator]?.add(bytes)
  }

  /** The name under which its generators serve. @throws UserError where its journal cannot be read */
  session(run: string): string {
    if (this.#failure !== undefined) throw new UserError(`run ${run}: ${this.#failure}`)
    const begun = this.journal.find((entry) => entry.kind === 'run')
    if (begun === undefined)
      throw new NothingLeft(`run ${run}: its coordinator died before it had begun, so there is nothing to judge`)
    return begun.session
  }
}

/** @throws UserError where the coordinator lives */
async function waitForGenerators(
  { connection, denials, run, signal, say }: FindOptions,
  broker: LeftBroker,
  search: Search,
): Promise<void> {
  const session = search.session(run)
  const startSeconds = systemClock.nowSeconds()
  const heardSeconds = new Map<number, number>()
  let isLed = false
  const subscriptions = [
    listen(connection, coordinatorSubject(session), () => {
      isLed = true
    }),
    listen(connection, aliveSubject(session, '*'), ({ subject }) => {
      heardSeconds.set(generatorOfAlive(subject), systemClock.nowSeconds())
    }),
  ]
  let isSaid = false
  try {
    while (!signal.aborted) {
      await systemClock.sleep(LOOK_SECONDS, signal)
      // A coordinator that we may not listen to is not dead.
      denials.check()
      if (isLed)
        throw new UserError(
          `run ${run}: expected one whose coordinator died, got one that is led: it goes on, and will be reported where it was started`,
        )
      // While the broker is away nobody is heard, and what they have waits for it.
      const { seenSeconds } = broker
      const isServed = (generator: number) =>
        seenSeconds - (heardSeconds.get(generator) ?? Number.NEGATIVE_INFINITY) < LISTEN_SECONDS
      const awaited = search.results.filter((results, generator) => !results.isComplete && isServed(generator))
      const hasListened = seenSeconds - Math.max(startSeconds, broker.sinceSeconds) >= LISTEN_SECONDS
      if (hasListened && awaited.length === 0) return
      if (systemClock.nowSeconds() - startSeconds >= MOST_WAITING_SECONDS) return
      if (!isSaid && hasListened) {
        isSaid = true
        say('waiting for its generators, which stop by themselves and deliver what they have')
      }
    }
  } finally {
    stopListening(subscriptions)
  }
}

function unknownRun({ connection, run }: FindOptions, runs: readonly string[]): string {
  const near = nearestWord(run, runs)
  const kept = runs.length === 0 ? 'none' : listed(runs)
  return `run ${run}: expected one whose results ${connection.getServer()} keeps${near === undefined ? '' : ` (did you mean ${near}?)`}; it keeps ${kept}`
}
