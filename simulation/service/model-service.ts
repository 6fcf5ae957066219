// The bundled server in virtual time, as those who connect to it see it: it accepts connections, and a phase that begins
// with a restart replaces its process. The old one accepts nothing more, closes idle connections at once and busy ones with
// their answer, and cuts what is left after its grace; a while later a fresh one listens, its counters at zero.

import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import { type ExactRecord, joinRecords } from '../../core/run/exact-record.ts'
import type { ServerBehaviour } from '../../core/scenario/server-behaviour.ts'
import type { MachineModel } from '../../core/simulation/machine-model.ts'
import type { Exposition } from '../../prometheus/scrape/exposition/exposition.ts'
import { faultsDuring } from '../../server/faults/faults-during.ts'
import { type Cancel, NOTHING } from '../../server/model/cancel.ts'
import { CLOSE_GRACE_SECONDS } from '../../server/server-options.ts'
import type { Agenda } from '../time/agenda.ts'
import { type ModelAnswer, ModelProcess } from './model-process.ts'
import type { ModelRequest } from './model-request.ts'

export interface ModelServiceOptions {
  readonly agenda: Agenda
  readonly machine: MachineModel
  readonly behaviour: ServerBehaviour
  readonly extraLayouts: readonly BucketLayout[]
  readonly seed: number
  /** Gives the durations of a trace file, in seconds. */
  readonly readTrace: (file: string) => readonly number[]
  /** Second 0 of the agenda, since the Unix epoch. */
  readonly epochUnixSeconds: number
}

/** Whoever holds the other end of a connection. */
export interface ServiceClient {
  answered(answer: ModelAnswer): void
  /** The service closed the connection. */
  closed(): void
}

export interface ServiceConnection {
  /** One at a time. */
  request(request: ModelRequest): void
  /** The client has gone. */
  close(): void
}

/** A fresh process draws from the next seed. */
interface Serving {
  readonly process: ModelProcess
  readonly connections: Set<OpenConnection>
}

export class ModelService {
  readonly #options: ModelServiceOptions
  readonly #earlierRecords: ExactRecord[] = []
  #starts = 0
  /** Null while it is away. */
  #serving: Serving | null
  /** The process that answers what is in flight before it ends. */
  #draining: Serving | null = null
  /** As it stood before its last connections were cut; null before that, and where nothing is recorded. */
  #recordBeforeCut: ExactRecord | null = null
  #cutAlarm: Cancel = NOTHING
  #phase: string | null = null
  #restartsToCome = 0
  #recordEpochSeconds: number | undefined

  /** @throws RangeError where the numbers of the behaviour make no sense */
  constructor(options: ModelServiceOptions) {
    this.#options = options
    this.#serving = this.#start()
  }

  /** Null where nothing listens: the connection is refused. */
  connect(client: ServiceClient): ServiceConnection | null {
    if (this.#serving === null) return null
    const { process, connections } = this.#serving
    const connection = new OpenConnection(process, client, () => this.#closed(connections, connection))
    connections.add(connection)
    return connection
  }

  /** The metrics page; null where nothing listens. */
  page(): Exposition | null {
    return this.#serving?.process.page() ?? null
  }

  /** Restarts the process where the phase begins with a restart, then switches on its faults and no others. */
  enterPhase(name: string): void {
    this.#phase = name
    if (this.#options.behaviour.restarts.includes(name)) this.#restartsToCome++
    this.#goOn()
  }

  /** Seconds count from this instant of the agenda. */
  beginRecord(epochSeconds: number): void {
    this.#recordEpochSeconds = epochSeconds
    this.#earlierRecords.length = 0
    this.#serving?.process.recorder.begin(epochSeconds)
  }

  /** Everything since `beginRecord`. */
  collectRecord(): ExactRecord {
    const draining = this.#draining ? [this.#recordOfDrained(this.#draining)] : []
    const serving = this.#serving ? [recordOf(this.#serving)] : []
    return joinRecords([...this.#earlierRecords, ...draining, ...serving])
  }

  #start(): Serving {
    const { epochUnixSeconds, agenda, ...rest } = this.#options
    const process = new ModelProcess({
      ...rest,
      agenda,
      seed: rest.seed + this.#starts++,
      startedAtSeconds: epochUnixSeconds + agenda.nowSeconds,
    })
    if (this.#recordEpochSeconds !== undefined) process.recorder.begin(this.#recordEpochSeconds)
    return { process, connections: new Set() }
  }

  #goOn(): void {
    if (this.#serving === null) return
    if (this.#restartsToCome > 0) this.#drain(this.#serving)
    else this.#serving.process.faults.set(faultsDuring(this.#options.behaviour, this.#phase))
  }

  #drain(serving: Serving): void {
    this.#restartsToCome--
    this.#serving = null
    this.#draining = serving
    for (const connection of [...serving.connections]) connection.closeWhenAnswered()
    if (serving.connections.size === 0) this.#replace(serving)
    else
      this.#cutAlarm = this.#options.agenda.in(CLOSE_GRACE_SECONDS, () => {
        // The process ends before it hears that these have closed: it observes none of them.
        if (this.#recordEpochSeconds !== undefined) this.#recordBeforeCut = recordOf(serving)
        for (const connection of [...serving.connections]) connection.cut()
      })
  }

  #closed(connections: Set<OpenConnection>, connection: OpenConnection): void {
    connections.delete(connection)
    const { agenda } = this.#options
    const draining = this.#draining
    if (draining?.connections !== connections || connections.size > 0) return
    // Those that are being closed all have their turn before the process ends.
    agenda.in(0, () => {
      if (this.#draining === draining) this.#replace(draining)
    })
  }

  #replace(ended: Serving): void {
    this.#cutAlarm()
    this.#cutAlarm = NOTHING
    this.#draining = null
    if (this.#recordEpochSeconds !== undefined) this.#earlierRecords.push(this.#recordOfDrained(ended))
    this.#recordBeforeCut = null
    const { agenda, machine } = this.#options
    agenda.in(machine.restartSeconds, () => {
      this.#serving = this.#start()
      this.#goOn()
    })
  }

  #recordOfDrained(drained: Serving): ExactRecord {
    return this.#recordBeforeCut ?? recordOf(drained)
  }
}

function recordOf({ process }: Serving): ExactRecord {
  return { ...process.recorder.collect(), coreWaits: [] }
}

class OpenConnection implements ServiceConnection {
  readonly #process: ModelProcess
  readonly #client: ServiceClient
  readonly #onClosed: () => void
  /** Of the request in flight. */
  #goAway: Cancel | null = null
  #isClosing = false
  #isOpen = true

  constructor(process: ModelProcess, client: ServiceClient, onClosed: () => void) {
    this.#process = process
    this.#client = client
    this.#onClosed = onClosed
  }

  request(request: ModelRequest): void {
    if (!this.#isOpen) return
    let isAnswered = false
    const goAway = this.#process.receive(request, (answer) => {
      isAnswered = true
      this.#answered(answer)
    })
    if (!isAnswered) this.#goAway = goAway
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#goAway?.()
    this.#onClosed()
  }

  closeWhenAnswered(): void {
    this.#isClosing = true
    if (this.#goAway === null) this.cut()
  }

  cut(): void {
    if (!this.#isOpen) return
    this.close()
    this.#client.closed()
  }

  #answered(answer: ModelAnswer): void {
    this.#goAway = null
    this.#client.answered(answer)
    if (answer === 'reset') this.close()
    else if (this.#isClosing) this.cut()
  }
}
