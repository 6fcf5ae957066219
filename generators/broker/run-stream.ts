// What the broker keeps of a run: a stream of all that its generators report, until the coordinator removes it. It has
// limits, and refuses what lies beyond them instead of forgetting what came before. A stream whose coordinator died is
// emptied by its age, and removed by a later run.

import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { UserError } from '../../core/user-error.ts'
import { within } from '../liveness/within.ts'
import { outsideReader } from './listen.ts'
import { reasonOf } from './reason-of.ts'
import { resultSubject, runOfStream, streamName } from './subjects.ts'

/** How long a broker keeps the results of a run whose coordinator died, beyond the run itself. */
const KEPT_SECONDS = 3600
/**
 * A broker sets aside what is asked for, so that others find less: the least of these with room to spare is asked for. Where the
 * broker has not even that, less is, down to what a run of a few seconds takes.
 */
const STEPS_BYTES = [65_536, 8192, 2048, 512, 128, 32, 8, 1].map((mebibytes) => mebibytes * 1024 ** 2)
/** What a generator writes at its full rate (docs/generator-arithmetic.md). */
const BYTES_EACH_SECOND = 30_000
/** So many times what is written at full rate: many kinds of errors and answers take more. */
const SPARE_FACTOR = 8
const LEAST_ASKED_BYTES = 128 * 1024 ** 2
/** A message that was sent again after its acknowledgement was lost is taken for the same within this time. */
const DUPLICATE_SECONDS = 120

const NANOSECONDS = 1e9
/**
 * Of JetStream (`server/errors.json` of nats-server): the limits of the account, of its memory, of its disk, of the server, and
 * of one stream.
 */
const NOT_ENOUGH_ROOM: ReadonlySet<number> = new Set([10002, 10028, 10047, 10023, 10122])

export interface RunSize {
  /** How long the run takes. */
  readonly runSeconds: number
  readonly generators: number
}

/** The room that a run has on the broker, and what it may take at full rate. */
export interface Room {
  readonly bytes: number
  readonly wantedBytes: number
}

/** @throws UserError where the broker has no JetStream, no room, or the run exists */
export async function createRunStream(
  connection: NatsConnection,
  run: string,
  { runSeconds, generators }: RunSize,
  nowUnixMs: number = Date.now(),
): Promise<Room> {
  const manager = await managerOf(connection)
  await removeForgottenStreams(manager, nowUnixMs)
  const broker = connection.getServer()
  if (await isThere(manager, run))
    throw new UserError(
      `--run ${run}: expected a name that no run on ${broker} has, got that of one that goes on, or whose coordinator died; sla-harness collect ${run} judges what that left and removes it`,
    )
  const wantedBytes = runSeconds * generators * BYTES_EACH_SECOND
  let last: unknown
  for (const mostBytes of stepsFor(wantedBytes))
    try {
      await manager.streams.add({
        name: streamName(run),
        subjects: [resultSubject(run, '*')],
        storage: StorageType.File,
        retention: RetentionPolicy.Limits,
        discard: DiscardPolicy.New,
        max_bytes: mostBytes,
        max_age: (runSeconds + KEPT_SECONDS) * NANOSECONDS,
        duplicate_window: DUPLICATE_SECONDS * NANOSECONDS,
      })
      return { bytes: mostBytes, wantedBytes }
    } catch (error) {
      const hasNoRoom = error instanceof JetStreamApiError && NOT_ENOUGH_ROOM.has(error.code)
      if (!hasNoRoom) throw refused(broker, `a stream for the results of run ${run}`, error)
      last = error
    }
  const least = `${formatByteSize(STEPS_BYTES.at(-1) ?? 0)} on its disk for the results of run ${run} (max_file_store of the server, streams and storage of the account)`
  throw refused(broker, `a broker that has at least ${least}`, last)
}

function stepsFor(wantedBytes: number): readonly number[] {
  const ample = Math.max(LEAST_ASKED_BYTES, SPARE_FACTOR * wantedBytes)
  const first = STEPS_BYTES.findLastIndex((bytes) => bytes >= ample)
  return STEPS_BYTES.slice(Math.max(0, first))
}

function refused(broker: string, expected: string, cause: unknown): UserError {
  return new UserError(`${broker}: expected ${expected}, got: ${reasonOf(cause)}`, { cause })
}

/** Nothing of it is left on the broker; also where nothing was there. */
async function removeRunStream(connection: NatsConnection, run: string): Promise<void> {
  const manager = await managerOf(connection)
  await manager.streams.delete(streamName(run)).catch((error) => {
    if (!(error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound)) throw error
  })
}

/** A broker that is away then forgets a run by its age. */
const FORGET_SECONDS = 3

/**
 * The same where there is nothing else to do about a broker that is away: it is said.
 * @param read resolves when nobody reads of it any more
 */
export async function forgetRun(
  connection: NatsConnection,
  run: string,
  say: (line: string) => void,
  read: Promise<void> = Promise.resolve(),
): Promise<void> {
  try {
    const forgotten = read.then(() => removeRunStream(connection, run))
    if (!(await within(FORGET_SECONDS, forgotten))) throw new Error(`no answer within ${FORGET_SECONDS} s`)
  } catch (error) {
    say(`the broker keeps what came of run ${run}, because it could not be told to forget it: ${reasonOf(error)}`)
  }
}

async function managerOf(connection: NatsConnection): Promise<JetStreamManager> {
  try {
    return await jetstreamManager(connection)
  } catch (error) {
    throw new UserError(
      `${connection.getServer()}: expected a broker with JetStream, which keeps what generators report (nats-server --jetstream), got: ${reasonOf(error)}`,
      { cause: error },
    )
  }
}

async function isThere(manager: JetStreamManager, run: string): Promise<boolean> {
  try {
    await manager.streams.info(streamName(run))
    return true
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return false
    throw error
  }
}

async function removeForgottenStreams(manager: JetStreamManager, nowUnixMs: number): Promise<void> {
  const oldest = nowUnixMs - KEPT_SECONDS * 1e3
  for await (const { config, state, created } of manager.streams.list(resultSubject('*', '*')))
    if (config.name.startsWith(streamName('')) && state.messages === 0 && Date.parse(created) < oldest)
      await manager.streams.delete(config.name).catch(() => {})
}

/** The runs of which the broker keeps results, in the order of their names. */
export async function keptRuns(connection: NatsConnection): Promise<string[]> {
  const runs: string[] = []
  for await (const { config } of (await managerOf(connection)).streams.list()) runs.push(runOfStream(config.name) ?? '')
  return runs.filter((run) => run !== '').sort()
}

/** The sequence of the last message that the broker keeps of a run. */
export async function lastSequenceOf(connection: NatsConnection, run: string): Promise<number> {
  const { state } = await (await managerOf(connection)).streams.info(streamName(run))
  return state.last_seq
}

export interface ResultReader {
  /** Of the last message that was handed over; 0 where none was. */
  readonly lastSequence: number
  /** Reads from the last that was read on: after the connection came back, since the broker has forgotten the reader. */
  resume(): void
  stop(): Promise<void>
}

const PULL_MS = 5000
const BETWEEN_ATTEMPTS_MS = 250

/**
 * Hands over what comes into the stream, in order and each once.
 * @param onResult with the subject, under which a generator reports
 */
export function readResults(
  connection: NatsConnection,
  run: string,
  onResult: (subject: string, bytes: Uint8Array) => void,
): ResultReader {
  // What it throws would be taken for a connection that was lost, and the message for one that was handed over.
  const handOver = outsideReader(onResult)
  let nextSequence = 1
  let era = 0
  let reading: Promise<void> = Promise.resolve()
  let close: () => Promise<unknown> = async () => {}

  const readFrom = async (own: number): Promise<void> => {
    while (own === era)
      try {
        const consumer = await jetstream(connection).consumers.get(streamName(run), { opt_start_seq: nextSequence })
        const messages = await consumer.consume({ expires: PULL_MS, max_messages: 500 })
        close = async () => {
          await messages.close()
          await consumer.delete().catch(() => {})
        }
        if (own !== era) await close()
        for await (const message of messages) {
          if (own !== era) break
          if (message.seq < nextSequence) continue
          nextSequence = message.seq + 1
          handOver(message.subject, message.data)
        }
        return
      } catch {
        if (own !== era || connection.isClosed()) return
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS_MS))
      }
  }
  const restart = () => {
    era++
    void close().catch(() => {})
    close = async () => {}
    reading = readFrom(era)
  }
  restart()
  return {
    get lastSequence() {
      return nextSequence - 1
    },
    resume: restart,
    stop: async () => {
      era++
      await close().catch(() => {})
      await reading
    },
  }
}
