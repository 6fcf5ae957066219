// Finds what a run left on the broker whose coordinator died: its journal, and what its generators delivered. Generators that
// still serve it stop by themselves, and are waited for.

import type { NatsConnection } from '@nats-io/transport-node'
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
import { COORDINATOR_SILENT_SECONDS, GENERATOR_SILENT_SECONDS } from '../liveness/silence-watch.ts'
import { type JournalEntry, readJournalEntry } from '../wire/journal-entry.ts'
import { MessageAssembler } from '../wire/message-assembler.ts'
import { LeftResults } from './left-results.ts'
import { NothingLeft } from './nothing-left.ts'

export interface FindOptions {
  readonly connection: NatsConnection
  readonly denials: Denials
  readonly run: string
  /** Version of the program. */
  readonly program: string
  readonly signal: AbortSignal
  readonly say: (line: string) => void
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
 * @throws UserError where the broker keeps no such run, or its coordinator lives, or is of another version
 */
export async function findLeftRun(options: FindOptions): Promise<FoundRun | null> {
  const { connection, denials, run, program, signal } = options
  const runs = await keptRuns(connection)
  if (!runs.includes(run)) throw new UserError(unknownRun(options, runs))
  const search = new Search(program)
  const reader = readResults(connection, run, (subject, bytes) =>
    subject === journalSubject(run) ? search.note(bytes) : search.add(generatorOfResult(subject), bytes),
  )
  const readUpTo = async (sequence: number) => {
    while (reader.lastSequence < sequence && !signal.aborted) {
      await systemClock.sleep(LOOK_SECONDS, signal)
      denials.check()
    }
  }
  try {
    const wanted = await lastSequenceOf(connection, run)
    await readUpTo(wanted)
    await waitForGenerators(options, search)
    const last = await lastSequenceOf(connection, run)
    await readUpTo(last)
  } finally {
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
      const nowSeconds = systemClock.nowSeconds()
      const isServed = (generator: number) =>
        nowSeconds - (heardSeconds.get(generator) ?? Number.NEGATIVE_INFINITY) < LISTEN_SECONDS
      const awaited = search.results.filter((results, generator) => !results.isComplete && isServed(generator))
      const waitedSeconds = nowSeconds - startSeconds
      if (waitedSeconds >= LISTEN_SECONDS && awaited.length === 0) return
      if (waitedSeconds >= MOST_WAITING_SECONDS) return
      if (!isSaid && waitedSeconds >= LISTEN_SECONDS) {
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
