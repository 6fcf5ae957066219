// The data files of a run, fetched from the coordinator piece by piece into a temporary folder, which is removed at the end.

import { createHash } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NatsConnection } from '@nats-io/transport-node'
import type { PlannedData } from '../../core/data/data-set.ts'
import type { ToGenerator } from '../../load/generator/protocol.ts'
import { fileSubject } from '../broker/subjects.ts'
import type { RunFile } from '../wire/command.ts'
import { pieceWantedBytes, readPiece } from '../wire/file-piece.ts'

const PIECE_BYTES = 256 * 1024
const PIECE_MS = 5000
const ATTEMPTS = 4

export class RunFiles {
  readonly #connection: NatsConnection
  readonly #run: string
  #folder: string | undefined
  /** By the coordinator's path. */
  readonly #placeOf = new Map<string, string>()

  constructor(connection: NatsConnection, run: string) {
    this.#connection = connection
    this.#run = run
  }

  /** @throws Error where one cannot be fetched, or is not what it was */
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

  async #fetched({ file, bytes, sha256 }: RunFile): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'sla-harness-generator-'))
    const place = join(this.#folder, sha256)
    const hash = createHash('sha256')
    const written = await open(place, 'w', 0o600)
    try {
      for (let offset = 0; offset < bytes; ) {
        const piece = await this.#piece(sha256, offset, Math.min(PIECE_BYTES, bytes - offset))
        hash.update(piece)
        await written.write(piece)
        offset += piece.length
      }
    } finally {
      await written.close()
    }
    if (hash.digest('hex') !== sha256)
      throw new Error(`data file ${file}: expected it as the coordinator has it, got another`)
    return place
  }

  async #piece(sha256: string, offset: number, bytes: number): Promise<Uint8Array> {
    const wanted = pieceWantedBytes({ sha256, offset, bytes })
    for (let attempt = 1; ; attempt++)
      try {
        const answer = await this.#connection.request(fileSubject(this.#run), wanted, { timeout: PIECE_MS })
        const piece = readPiece(answer.data)
        if ('refused' in piece) throw new Error(piece.refused)
        if (piece.bytes.length === 0 || piece.bytes.length > bytes)
          throw new Error(`a piece of a data file: expected up to ${bytes} bytes, got ${piece.bytes.length}`)
        return piece.bytes
      } catch (error) {
        if (attempt === ATTEMPTS) throw error
      }
  }
}
