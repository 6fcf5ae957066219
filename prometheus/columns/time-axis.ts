// When some series have their samples, and when they ended. Series that are scraped together share one axis, and so do those
// that one rule records together: where a range begins and ends is found once for all of them.

import { firstWhere } from '../../core/search.ts'

const FIRST_CAPACITY = 64

export class TimeAxis {
  /** Milliseconds since the Unix epoch, ascending; the first `count` of them are samples. */
  timesMs: Float64Array
  count: number
  /** Instants of staleness markers, ascending: none of them is that of a sample. */
  readonly endsMs: number[]
  /** Samples and markers are written so much after the instants that they carry. */
  readonly writtenAfterMs: number

  constructor(timesMs: Float64Array = new Float64Array(), endsMs: readonly number[] = [], writtenAfterMs = 0) {
    this.timesMs = timesMs
    this.count = timesMs.length
    this.endsMs = [...endsMs]
    this.writtenAfterMs = writtenAfterMs
  }

  append(timeMs: number): void {
    if (this.count === this.timesMs.length) this.timesMs = grown(this.timesMs)
    this.timesMs[this.count++] = timeMs
  }

  endAt(timeMs: number): void {
    this.endsMs.push(timeMs)
  }

  /** Another axis with the same past. */
  fork(): TimeAxis {
    return new TimeAxis(this.timesMs.slice(0, this.count), this.endsMs, this.writtenAfterMs)
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
