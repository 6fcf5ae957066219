// A piece of a data file: which one a generator asks for, and what it gets.

import * as z from 'zod'
import { readValue, valueBytes } from './value-bytes.ts'
import { WireError } from './wire-error.ts'

export interface PieceWanted {
  readonly sha256: string
  readonly offset: number
  readonly bytes: number
}

export type Piece = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly refused: string }

const wanted: z.ZodType<PieceWanted> = z.object({
  sha256: z.string(),
  offset: z.int().min(0),
  bytes: z.int().min(1),
})
const piece: z.ZodType<Piece> = z.union([
  z.object({ bytes: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array) }),
  z.object({ refused: z.string() }),
])

export function pieceWantedBytes(value: PieceWanted): Uint8Array<ArrayBuffer> {
  return valueBytes(value)
}

export function pieceBytes(value: Piece): Uint8Array<ArrayBuffer> {
  return valueBytes(value)
}

export function readPieceWanted(bytes: Uint8Array): PieceWanted {
  const read = wanted.safeParse(readValue(bytes))
  if (read.success) return read.data
  throw new WireError('a piece of a file: expected which one is wanted, got something else')
}

export function readPiece(bytes: Uint8Array): Piece {
  const read = piece.safeParse(readValue(bytes))
  if (read.success) return read.data
  throw new WireError('a piece of a file: expected its bytes, got something else')
}
