// When series ended. Prometheus writes a marker where a scrape fails or no longer prints a series, and from there on an
// instant selector does not find it; without a marker it would for five minutes. The answer to a range selector leaves
// markers out. So wherever a series has no sample for longer than its scrapes are apart, the selector is asked at the
// instants at which the rules look, and the first one that does not find the series is where it has ended for them.

import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError } from '../../api/query-api-error.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import type { SampleColumn } from '../record/sample-column.ts'
import type { SampleStore } from '../record/sample-store.ts'
import type { PlannedSelector } from './read-plan.ts'
import { scanMatrix } from './scan-matrix.ts'

/** The instants at which a group looks at a selector: multiples of the interval, shifted. */
export interface LookGrid {
  readonly intervalMs: number
  readonly shiftMs: number
}

export interface SeriesEndsOptions {
  readonly client: ApiClient
  readonly store: SampleStore
  readonly selectors: readonly PlannedSelector[]
  readonly gridsOf: (selector: PlannedSelector) => readonly LookGrid[]
  readonly dotAll: boolean
  readonly signal: AbortSignal | undefined
  /** Is told where it could not be found out. */
  readonly onFailure: (reason: string) => void
}

/** Samples further apart than this many times the shortest distance lack one between them. */
const LONGER_THAN_USUAL = 1.5
/** Prometheus answers with at most 11,000 points a series. */
const MOST_STEPS = 10_000
/** Of one piece of the record, for one selector. */
const MOST_QUESTIONS = 500

interface Pause extends TimeSpan {
  readonly column: SampleColumn
}

interface Progress {
  position: number
  shortestMs: number
  /** Up to where the pause after the last sample has been asked about. */
  askedToMs: number
}

export class SeriesEnds {
  readonly #options: SeriesEndsOptions
  readonly #progress = new Map<SampleColumn, Progress>()

  constructor(options: SeriesEndsOptions) {
    this.#options = options
  }

  /** Marks the ends of series in a piece that has just been read. */
  async look({ toMs }: TimeSpan): Promise<void> {
    const { selectors, store, dotAll, gridsOf, onFailure } = this.#options
    for (const planned of selectors) {
      if (planned.looks.length === 0) continue
      const pauses = store.select(planned.selector.matchers, dotAll).flatMap((column) => this.#pausesOf(column, toMs))
      if (pauses.length === 0) continue
      const spans = together(pauses)
      if (spans.length > MOST_QUESTIONS) onFailure(`${planned.text}: too many series end to ask when each did`)
      for (const span of spans.slice(0, MOST_QUESTIONS))
        for (const grid of gridsOf(planned)) await this.#ask(planned, span, pauses, grid)
    }
  }

  #pausesOf(column: SampleColumn, toMs: number): Pause[] {
    const progress = this.#progress.get(column) ?? {
      position: column.firstPosition,
      shortestMs: Number.POSITIVE_INFINITY,
      askedToMs: Number.NEGATIVE_INFINITY,
    }
    this.#progress.set(column, progress)
    const pauses: Pause[] = []
    const add = (afterMs: number, beforeMs: number, longest: number) => {
      if (!(beforeMs - afterMs > longest * progress.shortestMs)) return
      const fromMs = Math.max(afterMs + 1, progress.askedToMs + 1)
      const lastMs = Math.min(beforeMs - 1, afterMs + LOOKBACK_MS - 1)
      if (fromMs <= lastMs) pauses.push({ column, fromMs, toMs: lastMs })
    }
    for (let at = Math.max(progress.position, column.firstPosition + 1); at < column.endPosition; at++) {
      const [before, after] = [column.timeAt(at - 1), column.timeAt(at)]
      add(before, after, LONGER_THAN_USUAL)
      progress.shortestMs = Math.min(progress.shortestMs, after - before)
    }
    progress.position = column.endPosition
    if (column.count > 0) {
      // Up to the end of the piece, one that is due may be the next.
      add(column.lastTimeMs, toMs + 1, 1)
      progress.askedToMs = toMs
    }
    return pauses
  }

  async #ask({ text }: PlannedSelector, span: TimeSpan, pauses: readonly Pause[], grid: LookGrid): Promise<void> {
    const { client, signal, onFailure } = this.#options
    const { intervalMs } = grid
    const startMs = firstOf(grid, span.fromMs)
    if (startMs > span.toMs) return
    const found = new Map<SampleColumn, Set<number>>()
    try {
      for (let fromMs = startMs; fromMs <= span.toMs; fromMs += MOST_STEPS * intervalMs) {
        const toMs = Math.min(span.toMs, fromMs + (MOST_STEPS - 1) * intervalMs)
        const times = { start: String(fromMs / 1e3), end: String(toMs / 1e3), step: String(intervalMs / 1e3) }
        const bytes = await client.postForBytes('/api/v1/query_range', { query: text, ...times }, signal)
        scanMatrix(bytes, (labels) => {
          const column = this.#options.store.column(labels)
          const instants = found.get(column) ?? new Set()
          found.set(column, instants)
          return { append: (timeMs) => instants.add(timeMs) }
        })
      }
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof QueryApiError)) throw error
      onFailure(`${text}: ${error.message}`)
      return
    }
    for (const { column, fromMs, toMs } of pauses) {
      if (fromMs < span.fromMs || toMs > span.toMs) continue
      for (let atMs = firstOf(grid, fromMs); atMs <= toMs; atMs += intervalMs)
        if (!found.get(column)?.has(atMs)) {
          column.endAt(atMs)
          break
        }
    }
  }
}

function firstOf({ intervalMs, shiftMs }: LookGrid, fromMs: number): number {
  return Math.ceil((fromMs - shiftMs) / intervalMs) * intervalMs + shiftMs
}

/** Pauses that overlap are asked about at once. */
function together(pauses: readonly TimeSpan[]): readonly TimeSpan[] {
  const spans: TimeSpan[] = []
  for (const { fromMs, toMs } of [...pauses].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = spans.at(-1)
    if (last && fromMs <= last.toMs) spans[spans.length - 1] = { ...last, toMs: Math.max(last.toMs, toMs) }
    else spans.push({ fromMs, toMs })
  }
  return spans
}
