// When some series have their samples, and when they ended. Series that are scraped together share one axis: where a range
// begins and ends is found once for all of them.

import { firstWhere } from '../../core/search.ts'

const FIRST_CAPACITY = 64
/** A series that has more samples than this is likely to have one at every instant. */
const FEW_SAMPLES = 4096

/** Who writes the samples on an axis. */
export interface AxisWriter {
  /** The place of the rule among all of the file; -1 for what is scraped. */
  readonly rank: number
  /** Written so much after the instants that the samples carry. */
  readonly writtenAfterMs: number
  /** How many instants it is evaluated at. */
  readonly mostSamples: number
}

/** Comes before all rules, and is there at once. */
export const SCRAPED: AxisWriter = { rank: -1, writtenAfterMs: 0, mostSamples: 0 }

export type AxisEntry = 'sample' | 'end'

/** What a rule writes is seen by those after it at once, by itself and those before it at their next evaluation. */
export function lateBy({ rank, writtenAfterMs }: AxisWriter, readerRank: number): number {
  return writtenAfterMs + (rank >= readerRank ? 1 : 0)
}

export class TimeAxis {
  /** Milliseconds since the Unix epoch, ascending; the first `count` of them are samples. */
  timesMs: Float64Array
  count: number
  /** Instants of staleness markers, ascending: none of them is that of a sample. */
  readonly endsMs: number[] = []
  readonly writer: AxisWriter

  constructor(timesMs: Float64Array = new Float64Array(), writer: AxisWriter = SCRAPED) {
    this.timesMs = timesMs
    this.count = timesMs.length
    this.writer = writer
  }

  /** The largest number where it has no sample. */
  get firstMs(): number {
    return this.count > 0 ? (this.timesMs[0] as number) : Number.MAX_VALUE
  }

  append(timeMs: number): void {
    this.timesMs = withRoom(this.timesMs, this.count + 1, this.writer)
    this.timesMs[this.count++] = timeMs
  }

  appendAll(timesMs: Float64Array): void {
    this.timesMs = withRoom(this.timesMs, this.count + timesMs.length, this.writer)
    this.timesMs.set(timesMs, this.count)
    this.count += timesMs.length
  }

  /** How long after the instants that its samples carry a rule sees them; null where that differs from one to another. */
  lateFor(rank: number): number | null {
    return lateBy(this.writer, rank)
  }

  /** The same of one sample or staleness marker. */
  entryLateFor(rank: number, _entry: AxisEntry, _place: number): number {
    return lateBy(this.writer, rank)
  }

  endAt(timeMs: number): void {
    this.endsMs.push(timeMs)
  }

  /** Without so many of its first samples: the places of the others are lower by as much. */
  forget(samples: number): void {
    this.timesMs.copyWithin(0, samples, this.count)
    this.count -= samples
  }

  /** How many samples there are up to and including an instant. */
  countUntil(timeMs: number): number {
    return firstWhere(0, this.count, (i) => (this.timesMs[i] as number) > timeMs)
  }
}

/** The same numbers with room for some: itself, a few more, or all that there can be, so that little is thrown away in growing. */
export function withRoom(numbers: Float64Array, samples: number, { mostSamples }: AxisWriter): Float64Array {
  if (samples <= numbers.length) return numbers
  const more = Math.max(FIRST_CAPACITY, 2 * numbers.length, samples)
  const most = more > FEW_SAMPLES ? mostSamples : 0
  const larger = new Float64Array(most >= samples ? most : more)
  larger.set(numbers)
  return larger
}
