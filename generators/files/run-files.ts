// The data files of a run, fetched from the coordinator piece by piece into a temporary folder, which is removed at the end.

import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NatsConnection } from '@nats-io/transport-node'
import type { PlannedData } from '../../core/data/data-set.ts'
import { counted } from '../../core/text/plural.ts'
import type { ToGenerator } from '../../load/generator/protocol.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { fileSubject } from '../broker/subjects.ts'
import type { RunFile } from '../wire/command.ts'
import { pieceWantedBytes, readPiece } from '../wire/file-piece.ts'
import { hashFile } from './hash-file.ts'

const PIECE_BYTES = 256 * 1024
const PIECE_MS = 5000
const ATTEMPTS = 4

/** Resolves to what the coordinator answers to whoever wants a piece. */
export type AskForPiece = (wanted: Uint8Array) => Promise<Uint8Array>

export class RunFiles {
  readonly #ask: AskForPiece
  #folder: string | undefined
  /** By the coordinator's path. */
  readonly #placeOf = new Map<string, string>()

  constructor(ask: AskForPiece) {
    this.#ask = ask
  }

  /** @throws Error where one cannot be fetched or kept, or is not what it was */
  async fetch(files: readonly RunFile[]): Promise<void> {
    for (const file of files) if (!this.#placeOf.has(file.file)) this.#placeOf.set(file.file, await this.#fetched(file))
  }

  /** The message with the places of the files here. */
  placed(message: ToGenerator): ToGenerator {
    if (message.type !== 'prepare' || message.plan.data === undefined) return message
    return { ...message, plan: { ...message.plan, data: message.plan.data.map((data) => this.#placedData(data)) } }
  }

  async remove(): Promise<void> {
    this.#placeOf.clear()
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true })
    this.#folder = undefined
  }

  #placedData(data: PlannedData): PlannedData {
    const { source } = data
    if (source.kind === 'memory') return data
    return { ...data, source: { ...source, file: this.#placeOf.get(source.file) ?? source.file } }
  }

  async #fetched(wanted: RunFile): Promise<string> {
    const { file, bytes, sha256 } = wanted
    try {
      this.#folder ??= await mkdtemp(join(tmpdir(), 'sla-harness-generator-'))
      const place = join(this.#folder, sha256)
      await this.#write(place, wanted)
      // What is read during the run is what lies on the disk, and not what came over the broker.
      const kept = await hashFile(place)
      if (kept.sha256 === sha256) return place
      throw new Error(
        `expected it as the coordinator has it (${counted(bytes, 'byte')}), got another of ${counted(kept.bytes, 'byte')}`,
      )
    } catch (cause) {
      throw new Error(`data file ${file}: ${reasonOf(cause)}`, { cause })
    }
  }

  async #write(place: string, { bytes, sha256 }: RunFile): Promise<void> {
    const written = await open(place, 'w', 0o600)
    try {
      for (let offset = 0; offset < bytes; ) {
        const piece = await this.#piece(sha256, offset, Math.min(PIECE_BYTES, bytes - offset))
        // Whole, where a single write might take a part of it.
        await written.appendFile(piece)
        offset += piece.length
      }
    } finally {
      await written.close()
    }
  }

  async #piece(sha256: string, offset: number, bytes: number): Promise<Uint8Array> {
    const wanted = pieceWantedBytes({ sha256, offset, bytes })
    for (let attempt = 1; ; attempt++)
      try {
        const piece = readPiece(await this.#ask(wanted))
        if ('refused' in piece) throw new Error(piece.refused)
        if (piece.bytes.length === 0 || piece.bytes.length > bytes)
          throw new Error(`a piece of it: expected up to ${bytes} bytes, got ${piece.bytes.length}`)
        return piece.bytes
      } catch (error) {
        if (attempt === ATTEMPTS) throw error
      }
  }
}

/** Over the broker. */
export function fromCoordinator(connection: NatsConnection, run: string): AskForPiece {
  return async (wanted) => (await connection.request(fileSubject(run), wanted, { timeout: PIECE_MS })).data
}
