// When some series have their samples, and when they ended. Series that are scraped together share one axis: where a range
// begins and ends is found once for all of them.

import { firstWhere } from '../../core/search.ts'

const FIRST_CAPACITY = 64

/** Who writes the samples on an axis. */
export interface AxisWriter {
  /** The place of the rule among all of the file. */
  readonly rank: number
  /** Written so much after the instants that the samples carry. */
  readonly writtenAfterMs: number
}

export class TimeAxis {
  /** Milliseconds since the Unix epoch, ascending; the first `count` of them are samples. */
  timesMs: Float64Array
  count: number
  /** Instants of staleness markers, ascending: none of them is that of a sample. */
  readonly endsMs: number[] = []
  /** Null for what is scraped. */
  readonly writer: AxisWriter | null

  constructor(timesMs: Float64Array = new Float64Array(), writer: AxisWriter | null = null) {
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
