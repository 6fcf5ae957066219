// The record in a file of OpenMetrics text with timestamps: a run's scrapes.om, or what `promtool tsdb dump-openmetrics`
// prints. What `promtool tsdb dump` prints is read too: `{__name__="a", b="c"} 1.5 1700000000123`, in milliseconds.
// Read line by line, so that a file may be larger than memory; what the rules do not read is passed over.
//
// Where a series ended, Prometheus keeps a staleness marker, and promtool prints it as NaN. A counter is never NaN, so that
// there it is a marker for sure. Of other series, one NaN that stands alone is taken for a marker, and several in a row are
// what the series was: Prometheus writes no second marker before the series is back.

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import { UserError } from '../../../core/user-error.ts'
import { Cursor } from '../../scrape/exposition/cursor.ts'
import { ExpositionError } from '../../scrape/exposition/exposition-error.ts'
import { endOfSeries, parseLabels, parseSeries, type SeriesSyntax } from '../../scrape/exposition/parse-series.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { acceptsLabels } from '../../series/label-matcher.ts'
import { labelValue } from '../../series/labels.ts'
import { LATEST_MS } from '../../series/plausible-instant.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { metricOfLine } from '../../series/series-name.ts'
import type { SampleColumn } from '../record/sample-column.ts'
import type { SampleStore } from '../record/sample-store.ts'
import type { PlannedSelector } from './read-plan.ts'

export interface OpenMetricsOptions {
  readonly path: string
  readonly selectors: readonly PlannedSelector[]
  readonly store: SampleStore
  /** What lies outside is passed over. */
  readonly span: TimeSpan
  /** Whether a NaN may be a staleness marker. */
  readonly hasMarkers: boolean
  readonly signal: AbortSignal | undefined
  /** How much of the file has been read, from 0 to 1. */
  readonly onShare: (share: number) => void
}

export interface OpenMetricsRead {
  /** Of samples without a timestamp: nothing can be said of when they were. */
  readonly withoutTime: number
  /** How many NaN are staleness markers for sure. */
  readonly markers: number
  /** How many may be a marker or a value. */
  readonly unsure: number
}

/** What counts, `up` and alerts are never NaN; recorded series, which have a colon in their names, may be. */
const NEVER_NAN = /^(?:[^:]*_(?:bucket|count|total)|up|ALERTS|ALERTS_FOR_STATE)$/
const SUM = /^[^:]*_sum$/
const SYNTAX: SeriesSyntax = { loose: false, normaliseBounds: false, keepEmptyLabels: false, maxLabels: 0 }
const DUMPED = '{__name__='
const PIECE_BYTES = 1024 ** 2
const MOST_CHARACTERS = 64 * PIECE_BYTES
const SPACE = 32
const HASH = 35

/** @throws UserError that names file and line */
export async function readOpenMetrics(options: OpenMetricsOptions): Promise<OpenMetricsRead> {
  const { path, store, signal, onShare } = options
  const size = await sizeOf(path)
  const lines = new LineReader(options)
  const decoder = new TextDecoder()
  let rest = ''
  let bytesRead = 0
  for await (const bytes of createReadStream(path, { highWaterMark: PIECE_BYTES, ...(signal ? { signal } : {}) })) {
    const text = rest + decoder.decode(bytes, { stream: true })
    const end = text.lastIndexOf('\n') + 1
    lines.read(text, end)
    rest = text.slice(end)
    if (rest.length > MOST_CHARACTERS)
      throw new UserError(`${path}: expected lines of OpenMetrics text, got one without an end`)
    store.checkSize()
    bytesRead += bytes.length
    onShare(size === 0 ? 1 : bytesRead / size)
  }
  lines.read(`${rest}\n`, rest.length + 1)
  const { withoutTime, markers, unsure } = lines.end()
  return { withoutTime, markers, unsure }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    throw new UserError(`${path}: expected a file of OpenMetrics text, got none that can be read`, { cause })
  }
}

class LineReader implements OpenMetricsRead {
  withoutTime = 0
  markers = 0
  unsure = 0
  readonly #options: OpenMetricsOptions
  /** By their text in the file; null for series that no rule reads. */
  readonly #columns = new Map<string, SampleColumn | null>()
  /** Series whose last line was a NaN of which the next one says what it was, and its instant. */
  readonly #pending = new Map<SampleColumn, number>()
  #lastText = ''
  #lastColumn: SampleColumn | null = null
  #line = 0
  #isDump = false

  constructor(options: OpenMetricsOptions) {
    this.#options = options
  }

  /** The lines of a text up to a position, which is behind a newline. */
  read(text: string, end: number): void {
    let samples = 0
    for (let start = 0; start < end; ) {
      const newline = text.indexOf('\n', start)
      this.#line++
      if (newline > start && text.charCodeAt(start) !== HASH) samples += this.#readSample(text, start, newline)
      start = newline + 1
    }
    this.#options.store.noteAdded(samples)
  }

  /** After the last line. */
  end(): OpenMetricsRead {
    for (const [column, timeMs] of this.#pending) column.endAt(timeMs)
    this.#pending.clear()
    return this
  }

  /** @returns how many samples it adds */
  #readSample(text: string, start: number, end: number): number {
    const column = this.#columnAt(text, start)
    if (column === null) return 0
    const after = start + this.#lastText.length
    const valueEnd = text.indexOf(' ', after + 1)
    const isTimed = valueEnd >= 0 && valueEnd < end && text.charCodeAt(valueEnd + 1) !== HASH
    const value = parseGoFloat(text.slice(after + 1, valueEnd >= 0 && valueEnd < end ? valueEnd : end))
    if (text.charCodeAt(after) !== SPACE || value === undefined)
      this.#fail('a value after the series', text.slice(after, Math.min(end, after + 40)))
    if (!isTimed) {
      this.withoutTime++
      return 0
    }
    const timeEnd = text.indexOf(' ', valueEnd + 1)
    const time = Number(text.slice(valueEnd + 1, timeEnd < 0 || timeEnd > end ? end : timeEnd))
    const timeMs = this.#isDump ? time : Math.round(time * 1e3)
    // What is not a number is not below it either.
    if (!(Math.abs(timeMs) < LATEST_MS))
      this.#fail(`a timestamp in ${this.#isDump ? 'milliseconds' : 'seconds'}`, text.slice(valueEnd + 1, end))
    const { span } = this.#options
    if (timeMs < span.fromMs || timeMs > span.toMs) return 0
    if (this.#isRepeated(column, timeMs, value)) return 0
    return Number.isNaN(value) && this.#options.hasMarkers
      ? this.#addNaN(column, timeMs)
      : this.#addNumber(column, timeMs, value)
  }

  /** Files that are put together may have a sample twice; one that is before another was written in another order. */
  #isRepeated(column: SampleColumn, timeMs: number, value: number): boolean {
    const lastMs = Math.max(column.lastTimeMs, column.lastEndMs, this.#pending.get(column) ?? Number.NEGATIVE_INFINITY)
    if (timeMs > lastMs) return false
    const isLast = timeMs === lastMs
    const isSample = timeMs === column.lastTimeMs && column.count > 0
    if (isLast && Object.is(value, isSample ? column.valueAt(column.endPosition - 1) : Number.NaN)) return true
    const got = `${isLast ? 'another value' : 'one'} at ${new Date(timeMs).toISOString()}`
    const after = isLast ? '' : ` after ${new Date(lastMs).toISOString()}`
    throw new UserError(
      `${this.#options.path}:${this.#line}: expected the samples of ${this.#lastText} in the order of their times, got ${got}${after}; of files that are put together, the oldest comes first`,
    )
  }

  #addNumber(column: SampleColumn, timeMs: number, value: number): number {
    const pendingMs = this.#pending.size > 0 ? this.#pending.get(column) : undefined
    if (pendingMs !== undefined) {
      column.endAt(pendingMs)
      this.#pending.delete(column)
    }
    column.append(timeMs, value)
    return 1
  }

  #addNaN(column: SampleColumn, timeMs: number): number {
    if (NEVER_NAN.test(labelValue(column.labels, METRIC_NAME))) {
      column.endAt(timeMs)
      this.markers++
      return 0
    }
    // The sum of observations stays NaN once it is, so that one alone is a marker.
    if (!SUM.test(labelValue(column.labels, METRIC_NAME))) this.unsure++
    const pendingMs = this.#pending.get(column)
    if (pendingMs !== undefined) {
      column.append(pendingMs, Number.NaN)
      column.append(timeMs, Number.NaN)
      this.#pending.delete(column)
      return 2
    }
    const isInRow = column.count > 0 && Number.isNaN(column.valueAt(column.endPosition - 1))
    if (isInRow) column.append(timeMs, Number.NaN)
    else this.#pending.set(column, timeMs)
    return isInRow ? 1 : 0
  }

  /** Its text becomes the last one. */
  #columnAt(text: string, start: number): SampleColumn | null {
    const last = this.#lastText
    const isSame = last !== '' && text.charCodeAt(start + last.length) === SPACE && text.startsWith(last, start)
    if (isSame) return this.#lastColumn
    const series = text.slice(start, endOfSeries(text, start))
    const known = this.#columns.get(series)
    const column = known === undefined ? this.#newColumn(series) : known
    this.#lastText = series
    this.#lastColumn = column
    return column
  }

  #newColumn(series: string): SampleColumn | null {
    const { selectors, store } = this.#options
    this.#isDump ||= series.startsWith(DUMPED)
    if (!this.#isDump && metricOfLine(series) === undefined) this.#fail('a series', series.slice(0, 40))
    const labels = this.#labelsOf(series)
    const isRead = selectors.some(({ selector }) => acceptsLabels(selector.matchers, labels, true))
    const column = isRead ? store.column(labels) : null
    // A slice would keep the whole piece of the file in memory.
    this.#columns.set(Buffer.from(series).toString(), column)
    return column
  }

  #labelsOf(series: string) {
    try {
      if (this.#isDump) return dumpedLabels(series)
      return parseSeries(new Cursor(series), SYNTAX, 'unknown')
    } catch (error) {
      if (!(error instanceof ExpositionError)) throw error
      return this.#fail('a series', series.slice(0, 40))
    }
  }

  #fail(expected: string, got: string): never {
    throw new UserError(`${this.#options.path}:${this.#line}: expected ${expected}, got ${JSON.stringify(got)}`)
  }
}

function dumpedLabels(series: string): Labels {
  const cursor = new Cursor(series)
  if (!cursor.accept('{')) return cursor.fail('expected a series in braces')
  const entries: [string, string][] = []
  parseLabels(cursor, { ...SYNTAX, loose: true }, entries, true)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
