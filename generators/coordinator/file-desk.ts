// Hands pieces of data files to generators that ask for them: those of the run, and no others.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { NatsConnection, Subscription } from '@nats-io/transport-node'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { reasonOf } from '../broker/connect-broker.ts'
import { fileSubject } from '../broker/subjects.ts'
import type { RunFile } from '../wire/command.ts'
import { type Piece, pieceBytes, readPieceWanted } from '../wire/file-piece.ts'

/** Of one piece: what a generator asks for, and less than any broker's limit. */
const MOST_PIECE_BYTES = 256 * 1024

export class FileDesk {
  readonly #requests: Subscription
  /** By path. */
  readonly #known = new Map<string, Promise<RunFile>>()
  /** By hash: its path. */
  readonly #pathOf = new Map<string, string>()
  readonly #open = new Map<string, Promise<FileHandle>>()

  /** @param chunkBytes the largest message that the broker takes */
  constructor(connection: NatsConnection, run: string, chunkBytes: () => number) {
    this.#requests = connection.subscribe(fileSubject(run), {
      callback: (_, message) =>
        void this.#piece(message.data, Math.min(MOST_PIECE_BYTES, chunkBytes() - 256)).then((piece) =>
          message.respond(pieceBytes(piece)),
        ),
    })
  }

  /** @throws Error where one cannot be read */
  async filesOf(plan: LoadPlan): Promise<RunFile[]> {
    const paths = (plan.data ?? []).flatMap(({ source }) => (source.kind === 'file' ? [source.file] : []))
    return Promise.all([...new Set(paths)].map((path) => this.#fileOf(path)))
  }

  async close(): Promise<void> {
    if (!this.#requests.isClosed()) this.#requests.unsubscribe()
    for (const file of this.#open.values()) await file.then((handle) => handle.close()).catch(() => {})
    this.#open.clear()
  }

  #fileOf(path: string): Promise<RunFile> {
    const known = this.#known.get(path) ?? hashed(path)
    this.#known.set(path, known)
    return known.then((file) => {
      this.#pathOf.set(file.sha256, path)
      return file
    })
  }

  async #piece(asked: Uint8Array, mostBytes: number): Promise<Piece> {
    try {
      const { sha256, offset, bytes } = readPieceWanted(asked)
      const path = this.#pathOf.get(sha256)
      if (path === undefined) return { refused: 'expected a file of this run, got another' }
      const opening = this.#open.get(path) ?? open(path)
      this.#open.set(path, opening)
      const piece = new Uint8Array(Math.min(bytes, mostBytes))
      const { bytesRead } = await (await opening).read(piece, 0, piece.length, offset)
      return bytesRead === piece.length ? { bytes: piece } : { refused: `${path} is shorter than it was` }
    } catch (error) {
      return { refused: reasonOf(error) }
    }
  }
}

async function hashed(file: string): Promise<RunFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(file)) {
    hash.update(part)
    bytes += part.length
  }
  return { file, bytes, sha256: hash.digest('hex') }
}
