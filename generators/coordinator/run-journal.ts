// Keeps with the results of a run what it takes to make sense of them: should the coordinator die, whoever finds them can.
// A broker that does not take it costs the run nothing but that.

import type { NatsConnection } from '@nats-io/transport-node'
import { systemClock } from '../../core/clock.ts'
import type { GeneratorPlace } from '../../core/run/generators/generator-facts.ts'
import type { RunDescription } from '../../core/run/generators/run-description.ts'
import type { StartSegment } from '../../load/generator/protocol.ts'
import { chunkBytesOf } from '../broker/chunk-bytes.ts'
import { publisherTo, ResultOutbox } from '../broker/result-outbox.ts'
import { journalSubject } from '../broker/subjects.ts'
import { type AgentFacts, ownVersions } from '../wire/call.ts'
import { type JournalEntry, journalBytes } from '../wire/journal-entry.ts'

export interface RunJournalOptions {
  readonly connection: NatsConnection
  readonly run: string
  /** The name under which its generators serve the command that leads it. */
  readonly session: string
  /** Version of the program. */
  readonly program: string
  readonly agents: readonly (AgentFacts & { readonly place: GeneratorPlace })[]
  readonly description: RunDescription
  readonly say: (line: string) => void
}

export class RunJournal {
  readonly #outbox: ResultOutbox
  #epochSeconds: number | undefined
  #startedPhase = -1

  constructor({ connection, run, session, program, agents, description, say }: RunJournalOptions) {
    this.#outbox = new ResultOutbox({
      name: `${run}/journal`,
      publish: publisherTo(connection, journalSubject(run)),
      chunkBytes: () => chunkBytesOf(connection),
      clock: systemClock,
      onFailure: (reason) => say(`should this command die, its run cannot be collected: ${reason}`),
    })
    this.#write({
      kind: 'run',
      versions: ownVersions(program),
      session,
      description,
      machines: agents.map(({ place, name, host, cores }) => ({
        ...{ place, name, host, cores },
        programVersion: program,
        clock: null,
        lastLines: [],
      })),
    })
  }

  /** All generators start a segment; called for each of them. */
  started({ firstPhase, endPhase, startSeconds, epochSeconds, timers }: StartSegment): void {
    if (firstPhase <= this.#startedPhase) return
    this.#startedPhase = firstPhase
    this.#epochSeconds = epochSeconds
    const epochAtUnixMs = Date.now() + (epochSeconds - systemClock.nowSeconds()) * 1e3
    this.#write({ kind: 'segment', firstPhase, endPhase, startSeconds, epochSeconds, epochAtUnixMs, timers })
  }

  /** @param messages how many of its messages had come */
  lost(generator: number, reason: string, messages: number): void {
    const nowSeconds = systemClock.nowSeconds()
    const noticedSeconds = nowSeconds - (this.#epochSeconds ?? nowSeconds)
    this.#write({ kind: 'lost', generator, reason, noticedSeconds, messages })
  }

  /** What waits is given up. */
  close(): void {
    this.#outbox.abandon()
  }

  #write(entry: JournalEntry): void {
    this.#outbox.send(journalBytes(entry))
  }
}
