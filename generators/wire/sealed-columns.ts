// Counts in place of rows, on the wire: columns for all parts of slots together, since an object for each of them takes its
// reader five times as long. Sets of latencies follow one another in the order in which they are needed.

import * as z from 'zod'
import { isPacked, NO_PACKED_LATENCIES, type PackedLatencies } from '../../core/latency/packed-latencies.ts'
import { ERROR_KINDS, type ErrorKind } from '../../core/run/load-result.ts'
import type { SealedTimings } from '../../load/recording/seal-timings.ts'
import { RECORDED_TIMES, type SealedSlot, SLOT_COUNTS, timesOf } from '../../load/recording/sealed-slot.ts'

const PLACE = ['second', 'phase', 'request'] as const

type Column = Uint32Array<ArrayBuffer>

interface PackedColumns {
  /** Of each set: how many cells it has, and how many bytes. */
  readonly cells: Column
  readonly lengths: Column
  /** Least, most and sum of each, in seconds. */
  readonly extents: Float64Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface SealedColumns {
  /** `PLACE` and then `SLOT_COUNTS` of each part. */
  readonly slots: Column
  /** Each three: which part, which kind or status, how many. */
  readonly errorKinds: Column
  readonly statusCodes: Column
  readonly unexpectedStatusCodes: Column
  /** Each two: a second, how many. */
  readonly completions: Column
  /** Each three: a phase, timeouts of requests that had a spare connection, and of those that waited. */
  readonly connectionUse: Column
  /** `RECORDED_TIMES` of each part; dispatch delay, send lag; spare and waited of each phase. */
  readonly latencies: PackedColumns
  readonly endSeconds: number
}

const SLOT_WIDTH = PLACE.length + SLOT_COUNTS.length

export function sealedColumns(sealed: SealedTimings): SealedColumns {
  const { slots, completions, connectionUse, dispatchDelay, sendLag, endSeconds } = sealed
  const ofParts = (counts: (slot: SealedSlot) => Iterable<readonly [number, number]>) =>
    columnOf(slots.flatMap((slot, part) => [...counts(slot)].flatMap(([key, count]) => [part, key, count])))
  return {
    slots: columnOf(slots.flatMap((slot) => [...PLACE, ...SLOT_COUNTS].map((name) => slot[name]))),
    errorKinds: ofParts(({ errorKinds }) =>
      ERROR_KINDS.flatMap((kind, index): [number, number][] =>
        errorKinds[kind] === undefined ? [] : [[index, errorKinds[kind]]],
      ),
    ),
    statusCodes: ofParts(({ statusCodes }) => statusCodes),
    unexpectedStatusCodes: ofParts(({ unexpectedStatusCodes }) => unexpectedStatusCodes),
    completions: columnOf(completions.flat()),
    connectionUse: columnOf(
      connectionUse.flatMap(({ phase, spare, waited }) => [phase, spare.timeouts, waited.timeouts]),
    ),
    latencies: packedColumns([
      ...slots.flatMap((slot) => RECORDED_TIMES.map((time) => slot[time])),
      dispatchDelay,
      sendLag,
      ...connectionUse.flatMap(({ spare, waited }) => [spare.times, waited.times]),
    ]),
    endSeconds,
  }
}

const column = z.custom<Column>((value) => value instanceof Uint32Array, 'expected a Uint32Array')

const columns: z.ZodType<SealedColumns> = z.object({
  slots: column,
  errorKinds: column,
  statusCodes: column,
  unexpectedStatusCodes: column,
  completions: column,
  connectionUse: column,
  latencies: z.object({
    cells: column,
    lengths: column,
    extents: z.custom<Float64Array<ArrayBuffer>>((value) => value instanceof Float64Array, 'expected a Float64Array'),
    bytes: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected a Uint8Array'),
  }),
  endSeconds: z.number().min(0),
})

/** Reads them back, and refuses what does not fit together. */
export const sealedTimings: z.ZodType<SealedTimings> = columns.transform((read, context) => {
  const sealed = timingsOf(read)
  if (sealed !== null) return sealed
  context.addIssue({ code: 'custom', message: 'expected columns that fit together' })
  return z.NEVER
})

/** Null where they do not fit together. */
function timingsOf(read: SealedColumns): SealedTimings | null {
  const { slots, completions, connectionUse, endSeconds } = read
  const counts = [read.errorKinds, read.statusCodes, read.unexpectedStatusCodes]
  const [parts, uses] = [slots.length / SLOT_WIDTH, connectionUse.length / 3]
  const latencies = packedOf(read.latencies, parts * RECORDED_TIMES.length + 2 + 2 * uses)
  if (!Number.isInteger(parts) || completions.length % 2 !== 0 || latencies === null) return null
  if (counts.some((each) => each.length % 3 !== 0)) return null
  const ofPart = counts.map((each) => countsByPart(each, parts))
  const [kinds, statusCodes, unexpectedStatusCodes] = ofPart
  if (!kinds || !statusCodes || !unexpectedStatusCodes) return null
  if (kinds.some((each) => each.some(([kind]) => kind >= ERROR_KINDS.length))) return null
  const last = parts * RECORDED_TIMES.length
  const at = (index: number) => latencies[index] as PackedLatencies
  return {
    slots: Array.from({ length: parts }, (_, part) => ({
      ...slotNumbers(slots.subarray(part * SLOT_WIDTH, (part + 1) * SLOT_WIDTH)),
      errorKinds: errorKindsOf(kinds[part] ?? []),
      statusCodes: statusCodes[part] ?? [],
      unexpectedStatusCodes: unexpectedStatusCodes[part] ?? [],
      ...timesOf((time) => at(part * RECORDED_TIMES.length + RECORDED_TIMES.indexOf(time))),
    })),
    completions: inGroups(completions, 2).map(([second = 0, count = 0]) => [second, count] as const),
    endSeconds,
    dispatchDelay: at(last),
    sendLag: at(last + 1),
    connectionUse: inGroups(connectionUse, 3).map(([phase = 0, spare = 0, waited = 0], use) => ({
      phase,
      spare: { times: at(last + 2 + 2 * use), timeouts: spare },
      waited: { times: at(last + 3 + 2 * use), timeouts: waited },
    })),
  }
}

type SlotNumbers = Pick<SealedSlot, (typeof PLACE)[number] | (typeof SLOT_COUNTS)[number]>

function slotNumbers(numbers: Column): SlotNumbers {
  const at = (index: number) => numbers[index] as number
  return {
    second: at(0),
    phase: at(1),
    request: at(2),
    offered: at(3),
    completed: at(4),
    errors: at(5),
    answeredErrors: at(6),
    timeouts: at(7),
    neverSent: at(8),
    unfinished: at(9),
    interrupted: at(10),
    lost: at(11),
  }
}

function errorKindsOf(counts: readonly (readonly [kind: number, count: number])[]): Partial<Record<ErrorKind, number>> {
  return Object.fromEntries(counts.map(([kind, count]) => [ERROR_KINDS[kind], count]))
}

/** Undefined where one is of a part that is not there. */
function countsByPart(counts: Column, parts: number): [number, number][][] | undefined {
  const byPart = Array.from({ length: parts }, (): [number, number][] => [])
  for (let i = 0; i < counts.length; i += 3) {
    const own = byPart[counts[i] as number]
    if (own === undefined) return undefined
    own.push([counts[i + 1] as number, counts[i + 2] as number])
  }
  return byPart
}

function packedColumns(all: readonly PackedLatencies[]): PackedColumns {
  const bytes = new Uint8Array(all.reduce((sum, each) => sum + each.bytes.length, 0))
  let at = 0
  for (const each of all) {
    bytes.set(each.bytes, at)
    at += each.bytes.length
  }
  return {
    cells: columnOf(all.map(({ cells }) => cells)),
    lengths: columnOf(all.map((each) => each.bytes.length)),
    extents: Float64Array.from(
      all.flatMap(({ minSeconds, maxSeconds, sumSeconds }) => [minSeconds, maxSeconds, sumSeconds]),
    ),
    bytes,
  }
}

/** @param count how many sets there have to be. @returns null where there are others, or one that cannot be read */
function packedOf({ cells, lengths, extents, bytes }: PackedColumns, count: number): readonly PackedLatencies[] | null {
  if (cells.length !== count || lengths.length !== count || extents.length !== 3 * count) return null
  const all: PackedLatencies[] = []
  let at = 0
  for (let i = 0; i < count; i++) {
    const length = lengths[i] as number
    const packed = {
      bytes: bytes.subarray(at, at + length),
      cells: cells[i] as number,
      minSeconds: extents[3 * i] as number,
      maxSeconds: extents[3 * i + 1] as number,
      sumSeconds: extents[3 * i + 2] as number,
    }
    at += length
    if (!isPacked(packed)) return null
    all.push(packed.cells === 0 ? NO_PACKED_LATENCIES : packed)
  }
  return at === bytes.length ? all : null
}

function inGroups(numbers: Column, size: number): Column[] {
  return Array.from({ length: numbers.length / size }, (_, i) => numbers.subarray(i * size, (i + 1) * size))
}

/** @throws RangeError where a number is none of 32 bits */
function columnOf(numbers: readonly number[]): Column {
  const written = Uint32Array.from(numbers)
  const wrong = numbers.find((number, i) => written[i] !== number)
  if (wrong !== undefined) throw new RangeError(`a message: expected a count below 2^32, got ${wrong}`)
  return written
}
