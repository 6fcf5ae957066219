// A series that several write: rules, or a scrape and a rule. What each of them wrote is merged in the order in which it came to
// be written, and kept as Prometheus keeps it: what is not later than the last that it has is dropped, whatever the values. So
// of two rules that write at one instant the first in the file counts, also where it writes a staleness marker.
// Source: prometheus tsdb/head_append.go, memSeries.appendable; rules/group.go, Group.Eval.

import { firstWhere } from '../../core/search.ts'
import type { Labels } from '../series/series.ts'
import { SeriesColumn } from './series-column.ts'
import { type AxisEntry, type AxisWriter, lateBy, TimeAxis } from './time-axis.ts'

export class MergedColumn {
  readonly #column: SeriesColumn
  readonly #axis: MergedAxis
  readonly #sources: readonly Source[]

  /** @param columns what each of them writes, from its beginning and as it goes on */
  constructor(labels: Labels, columns: readonly SeriesColumn[]) {
    this.#axis = new MergedAxis(columns.map(({ axis }) => axis))
    this.#column = new SeriesColumn(labels, this.#axis)
    this.#sources = columns.map((column) => new Source(column))
  }

  /** With what was written before an instant: all of it is there by then, and nothing is added to it later. */
  before(endMs: number): SeriesColumn {
    for (;;) {
      const next = this.#sources.reduce((first, source) => (isBefore(source, first) ? source : first))
      if (!(next.writtenMs < endMs)) return this.#column
      this.#take(next)
      next.advance()
    }
  }

  #take({ timeMs, value, writer }: Source): void {
    if (timeMs <= this.#axis.latestMs) return
    if (value === null) this.#axis.endAt(timeMs)
    else this.#column.append(timeMs, value)
    this.#axis.noteWriter(value === null ? 'end' : 'sample', timeMs, writer)
  }
}

/** What one of them wrote: the next sample or staleness marker, of what is there so far. */
class Source {
  readonly writer: AxisWriter
  readonly #column: SeriesColumn
  #sample = 0
  #end = 0

  constructor(column: SeriesColumn) {
    this.writer = column.axis.writer
    this.#column = column
  }

  /** Infinite where nothing more is there. */
  get timeMs(): number {
    return Math.min(this.#sampleMs, this.#endMs)
  }

  get writtenMs(): number {
    return this.timeMs + this.writer.writtenAfterMs
  }

  /** Null for a staleness marker. */
  get value(): number | null {
    return this.#endMs < this.#sampleMs ? null : (this.#column.values[this.#sample] as number)
  }

  advance(): void {
    if (this.value === null) this.#end++
    else this.#sample++
  }

  get #sampleMs(): number {
    const { count, timesMs } = this.#column.axis
    return this.#sample < count ? (timesMs[this.#sample] as number) : Number.POSITIVE_INFINITY
  }

  get #endMs(): number {
    return this.#column.axis.endsMs[this.#end] ?? Number.POSITIVE_INFINITY
  }
}

function isBefore(a: Source, b: Source): boolean {
  return a.writtenMs === b.writtenMs ? a.writer.rank < b.writer.rank : a.writtenMs < b.writtenMs
}

/** What lies on it is in the order of its instants, and in that in which it was written as well. */
class MergedAxis extends TimeAxis {
  readonly #merged: readonly TimeAxis[]
  readonly #writers: Readonly<Record<AxisEntry, WriterLog>> = { sample: new WriterLog(), end: new WriterLog() }
  #latestMs = Number.NEGATIVE_INFINITY

  constructor(merged: readonly TimeAxis[]) {
    super()
    this.#merged = merged
  }

  /** Of the last sample or staleness marker. */
  get latestMs(): number {
    return this.#latestMs
  }

  noteWriter(entry: AxisEntry, timeMs: number, writer: AxisWriter): void {
    this.#writers[entry].note(writer)
    this.#latestMs = timeMs
  }

  override lateFor(rank: number): number | null {
    const [first, ...others] = this.#merged.map((axis) => axis.lateFor(rank))
    return first !== undefined && others.every((late) => late === first) ? first : null
  }

  override entryLateFor(rank: number, entry: AxisEntry, place: number): number {
    return lateBy(this.#writers[entry].at(place), rank)
  }
}

/** Who wrote what lies at each place: mostly the one who wrote what is before it. */
class WriterLog {
  readonly #from: number[] = []
  readonly #writers: AxisWriter[] = []
  #count = 0

  note(writer: AxisWriter): void {
    if (this.#writers.at(-1) !== writer) {
      this.#from.push(this.#count)
      this.#writers.push(writer)
    }
    this.#count++
  }

  at(place: number): AxisWriter {
    const behind = firstWhere(0, this.#from.length, (i) => (this.#from[i] as number) > place)
    return this.#writers[behind - 1] as AxisWriter
  }
}
