// When some series have their samples, and when they ended. Series that are scraped together share one axis: where a range
// begins and ends is found once for all of them.

import { firstWhere } from '../../core/search.ts'

const FIRST_CAPACITY = 64

/** Who writes the samples on an axis. */
export interface AxisWriter {
  /** The place of the rule among all of the file; -1 for what is scraped. */
  readonly rank: number
  /** Written so much after the instants that the samples carry. */
  readonly writtenAfterMs: number
}

/** Comes before all rules, and is there at once. */
export const SCRAPED: AxisWriter = { rank: -1, writtenAfterMs: 0 }

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
    if (this.count === this.timesMs.length) this.timesMs = grown(this.timesMs)
    this.timesMs[this.count++] = timeMs
  }

  appendAll(timesMs: Float64Array): void {
    while (this.timesMs.length < this.count + timesMs.length) this.timesMs = grown(this.timesMs)
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

  /** How many samples there are up to and including an instant. */
  countUntil(timeMs: number): number {
    return firstWhere(0, this.count, (i) => (this.timesMs[i] as number) > timeMs)
  }
}

/** The same numbers with room for as many more. */
export function grown(numbers: Float64Array): Float64Array {
  const larger = new Float64Array(Math.max(FIRST_CAPACITY, 2 * numbers.length))
  larger.set(numbers)
  return larger
}
