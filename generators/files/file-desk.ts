// Hands pieces of data files to generators that ask for them: those of the run, and no others.

import { type FileHandle, open } from 'node:fs/promises'
import type { NatsConnection, Subscription } from '@nats-io/transport-node'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { listen, stopListening } from '../broker/listen.ts'
import { reasonOf } from '../broker/reason-of.ts'
import { fileSubject } from '../broker/subjects.ts'
import type { RunFile } from '../wire/command.ts'
import { type Piece, pieceBytes, readPieceWanted } from '../wire/file-piece.ts'
import { hashFile } from './hash-file.ts'
import { MadeOnce } from './made-once.ts'

/** Of one piece: what a generator asks for, and less than any broker's limit. */
const MOST_PIECE_BYTES = 256 * 1024
/** What stands around a piece in its message. */
const RESERVED_BYTES = 256

export class FileDesk {
  readonly #chunkBytes: () => number
  /** By path. */
  readonly #known = new MadeOnce(hashFile)
  readonly #open = new MadeOnce((path) => open(path))
  /** By hash: its path. */
  readonly #pathOf = new Map<string, string>()
  readonly #requests: Subscription[] = []

  /** @param chunkBytes the largest message that the broker takes */
  constructor(chunkBytes: () => number) {
    this.#chunkBytes = chunkBytes
  }

  /** Answers over the broker from now on. */
  serve(connection: NatsConnection, run: string): void {
    this.#requests.push(
      listen(connection, fileSubject(run), (message) => {
        void this.answer(message.data).then((piece) => {
          // It may have been closed while the file was read.
          if (!connection.isClosed()) message.respond(piece)
        })
      }),
    )
  }

  /** @throws Error where one cannot be read */
  async filesOf(plan: LoadPlan): Promise<RunFile[]> {
    const paths = (plan.data ?? []).flatMap(({ source }) => (source.kind === 'file' ? [source.file] : []))
    const files = await Promise.all([...new Set(paths)].map((path) => this.#known.get(path)))
    for (const { sha256, file } of files) this.#pathOf.set(sha256, file)
    return files
  }

  /** What a generator gets that asks for a piece. */
  async answer(asked: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    return pieceBytes(await this.#piece(asked))
  }

  async close(): Promise<void> {
    stopListening(this.#requests)
    for (const handle of await this.#open.takeAll()) await handle.close()
  }

  async #piece(asked: Uint8Array): Promise<Piece> {
    try {
      const { sha256, offset, bytes } = readPieceWanted(asked)
      const path = this.#pathOf.get(sha256)
      if (path === undefined) return { refused: 'expected a file of this run, got another' }
      const length = Math.min(bytes, MOST_PIECE_BYTES, this.#chunkBytes() - RESERVED_BYTES)
      const piece = await readWhole(await this.#open.get(path), offset, length)
      return piece === null ? { refused: `${path} is shorter than it was` } : { bytes: piece }
    } catch (error) {
      return { refused: reasonOf(error) }
    }
  }
}

/** One read may give less than is asked for. @returns null where the file ends before */
async function readWhole(file: FileHandle, offset: number, length: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const piece = new Uint8Array(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(piece, filled, length - filled, offset + filled)
    if (bytesRead === 0) return null
    filled += bytesRead
  }
  return piece
}
