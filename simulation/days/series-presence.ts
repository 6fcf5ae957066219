// When a series exists that its process makes with the first request that it counts: from that scrape on, and no longer than
// the process lives. Prometheus writes a staleness marker where a page lacks a series that the one before had, and one for
// every series where a scrape fails (scrape/scrape.go, scrapeLoop.append and scrapeLoop.report).

import { TimeAxis } from '../../prometheus/columns/time-axis.ts'

export class SeriesPresence {
  readonly #count: () => number
  /** The rows of pages that have it: from the first of them to the one behind the last, several times. */
  #runs: number[] = []
  #hasCounted = false
  #marked: { readonly runs: readonly number[]; readonly hasCounted: boolean } = { runs: [], hasCounted: false }

  /** @param count how many requests it has counted since the process began */
  constructor(count: () => number) {
    this.#count = count
  }

  /** @param row of a page, ascending without a gap from 0 */
  note(row: number): void {
    this.#hasCounted ||= this.#count() > 0
    if (!this.#hasCounted) return
    if (this.#runs.at(-1) === row) this.#runs[this.#runs.length - 1] = row + 1
    else this.#runs.push(row, row + 1)
  }

  /** By the last page. */
  get hasCounted(): boolean {
    return this.#hasCounted
  }

  /** The pages after one that is noted have it as that one has. @param end the row behind the last of them */
  repeat(row: number, end: number): void {
    if (this.#runs.at(-1) === row + 1) this.#runs[this.#runs.length - 1] = end
  }

  restart(): void {
    this.#hasCounted = false
  }

  /** Without the first rows: those of the others are lower by as much. */
  forget(rows: number): void {
    this.#runs = this.#pairs().flatMap(([from, to]) => (to > rows ? [Math.max(0, from - rows), to - rows] : []))
  }

  mark(): void {
    this.#marked = { runs: [...this.#runs], hasCounted: this.#hasCounted }
  }

  returnToMark(): void {
    this.#runs = [...this.#marked.runs]
    this.#hasCounted = this.#marked.hasCounted
  }

  /** When it has its samples. @param known by rows: series that come and go together share an axis */
  axis(pages: TimeAxis, known: Map<string, TimeAxis>): TimeAxis {
    if (this.#runs.length === 2 && this.#runs[0] === 0 && this.#runs[1] === pages.count) return pages
    const key = this.#runs.join()
    const axis = known.get(key) ?? this.#axisOf(pages)
    known.set(key, axis)
    return axis
  }

  /** Without the rows of pages that lack it: what is left belongs to its axis. */
  compacted(values: Float64Array, rows: number): Float64Array {
    if (this.#runs[0] === 0 && this.#runs[1] === rows) return values
    const pairs = this.#pairs()
    if (this.#runs.length === 2) return values.subarray(this.#runs[0], this.#runs[1])
    const left = new Float64Array(pairs.reduce((sum, [from, to]) => sum + to - from, 0))
    let kept = 0
    for (const [from, to] of pairs) {
      left.set(values.subarray(from, to), kept)
      kept += to - from
    }
    return left
  }

  #axisOf(pages: TimeAxis): TimeAxis {
    const axis = new TimeAxis(this.compacted(pages.timesMs, pages.count))
    for (const [from, to] of this.#pairs()) {
      const failed = pages.endsMs.filter((endMs) => isWithin(pages, [from, to], endMs))
      for (const endMs of failed) axis.endAt(endMs)
      if (to === pages.count) continue
      const lastMs = pages.timesMs[to - 1] as number
      // The next page lacks it, if no scrape failed before that one.
      if (!failed.some((endMs) => endMs > lastMs)) axis.endAt(pages.timesMs[to] as number)
    }
    return axis
  }

  #pairs(): readonly (readonly [number, number])[] {
    return Array.from({ length: this.#runs.length / 2 }, (_, i) => [
      this.#runs[2 * i] as number,
      this.#runs[2 * i + 1] as number,
    ])
  }
}

/** Whether a scrape failed after the first of some pages, and before the one behind the last. */
function isWithin(pages: TimeAxis, [from, to]: readonly [number, number], endMs: number): boolean {
  const behindMs = to < pages.count ? (pages.timesMs[to] as number) : Number.POSITIVE_INFINITY
  return endMs > (pages.timesMs[from] as number) && endMs < behindMs
}
