// When series ended. Prometheus writes a marker where a scrape fails or no longer prints a series, and from there on an
// instant selector does not find it; without a marker it would for five minutes. The answer to a range selector leaves
// markers out. So wherever a series has no sample for longer than its scrapes are apart, the selector is asked at the
// instants at which the rules look, and the first one that does not find the series is where it has ended for them.

import type { RecordGap, TimeSpan } from '../../../core/backtest/backtest.ts'
import type { ApiClient } from '../../api/client.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import { labelValue } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { SampleColumn } from '../record/sample-column.ts'
import type { SampleStore } from '../record/sample-store.ts'
import { type FetchOptions, fetchRange } from './fetch-range.ts'
import type { PlannedSelector } from './read-plan.ts'
import { type MatrixAnswer, NO_MATRIX, readMatrix, scanSamples } from './scan-matrix.ts'

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
  readonly asking: FetchOptions
}

/** Samples further apart than this many times the shortest distance lack one between them. */
const LONGER_THAN_USUAL = 1.5
/** Prometheus answers with at most 11,000 points a series. */
const MOST_STEPS = 10_000
/** More pauses of one piece of the record are asked about with what lies between them. */
const MOST_QUESTIONS = 500
/** After so many questions in a row that were not answered, the others about that piece are not asked. */
const MOST_UNANSWERED = 3

interface Pause extends TimeSpan {
  readonly column: SampleColumn
}

interface Progress {
  readonly target: string
  position: number
  /** Up to where the pause after the last sample has been asked about. */
  askedToMs: number
}

/** By series: the instants at which the selector finds it. */
type Found = Map<SampleColumn, Set<number>>

export class SeriesEnds {
  readonly #options: SeriesEndsOptions
  /** By selector, because each has its own instants. */
  readonly #progress = new Map<PlannedSelector, Map<SampleColumn, Progress>>()
  /** How close two samples of a series are, by what it comes from. */
  readonly #shortestMs = new Map<string, number>()

  constructor(options: SeriesEndsOptions) {
    this.#options = options
  }

  /** Marks the ends of series in a piece that has just been read. @returns where they cannot be found out */
  async look({ toMs }: TimeSpan): Promise<readonly RecordGap[]> {
    const { selectors, store, dotAll, gridsOf } = this.#options
    const looked = selectors
      .filter(({ looks }) => looks.length > 0)
      .map((planned) => [planned, store.select(planned.selector.matchers, dotAll)] as const)
    for (const [planned, columns] of looked)
      for (const column of columns) this.#measure(column, this.#progressOf(planned, column))
    const gaps: RecordGap[] = []
    for (const [planned, columns] of looked) {
      const pauses = columns.flatMap((column) => this.#pausesOf(column, this.#progressOf(planned, column), toMs))
      for (const grid of gridsOf(planned)) gaps.push(...(await this.#askAll(planned, pauses, grid)))
    }
    return gaps
  }

  #progressOf(planned: PlannedSelector, column: SampleColumn): Progress {
    const columns = this.#progress.get(planned) ?? new Map<SampleColumn, Progress>()
    this.#progress.set(planned, columns)
    const progress = columns.get(column) ?? {
      target: targetOf(column.labels),
      position: column.firstPosition,
      askedToMs: Number.NEGATIVE_INFINITY,
    }
    columns.set(column, progress)
    return progress
  }

  #measure(column: SampleColumn, { target, position }: Progress): void {
    let shortestMs = this.#shortestMs.get(target) ?? Number.POSITIVE_INFINITY
    for (let at = Math.max(position, column.firstPosition + 1); at < column.endPosition; at++)
      shortestMs = Math.min(shortestMs, column.timeAt(at) - column.timeAt(at - 1))
    this.#shortestMs.set(target, shortestMs)
  }

  #pausesOf(column: SampleColumn, progress: Progress, toMs: number): Pause[] {
    const pauses: Pause[] = []
    const shortestMs = this.#shortestMs.get(progress.target) ?? Number.POSITIVE_INFINITY
    // Where nothing has two samples, any distance may be too long.
    const usualMs = Number.isFinite(shortestMs) ? shortestMs : 0
    const add = (afterMs: number, beforeMs: number, longest: number) => {
      if (beforeMs - afterMs <= longest * usualMs) return
      const fromMs = Math.max(afterMs + 1, progress.askedToMs + 1)
      const lastMs = Math.min(beforeMs - 1, afterMs + LOOKBACK_MS - 1)
      if (fromMs > lastMs) return
      pauses.push({ column, fromMs, toMs: lastMs })
      progress.askedToMs = lastMs
    }
    for (let at = Math.max(progress.position, column.firstPosition + 1); at < column.endPosition; at++)
      add(column.timeAt(at - 1), column.timeAt(at), LONGER_THAN_USUAL)
    progress.position = column.endPosition
    // Up to the end of the piece, one that is due may be the next.
    if (column.count > 0) add(column.lastTimeMs, toMs + 1, 1)
    return pauses
  }

  async #askAll(planned: PlannedSelector, pauses: readonly Pause[], grid: LookGrid): Promise<readonly RecordGap[]> {
    const gaps: RecordGap[] = []
    let unanswered = 0
    for (const span of questionsAbout(pauses, grid)) {
      const last = gaps.at(-1)
      const isGivenUp = unanswered >= MOST_UNANSWERED || (unanswered > 0 && this.#options.asking.patience.isOver)
      if (last && isGivenUp) gaps.push({ ...last, ...span })
      else {
        const lost = await this.#ask(planned, { span, pauses, grid })
        unanswered = lost.length > 0 ? unanswered + 1 : 0
        gaps.push(...lost)
      }
    }
    return gaps
  }

  async #ask(
    { text }: PlannedSelector,
    asked: { readonly span: TimeSpan; readonly pauses: readonly Pause[]; readonly grid: LookGrid },
  ): Promise<readonly RecordGap[]> {
    const { span, pauses, grid } = asked
    const found: Found = new Map()
    const pieces = await fetchRange(span, (part) => this.#findAt(text, part, { grid, found }), {
      ...this.#options.asking,
      about: `when ${text} ended`,
    })
    const lost = pieces.flatMap((piece) =>
      piece.kind === 'answer'
        ? []
        : [
            {
              fromMs: piece.fromMs,
              toMs: piece.toMs,
              selector: text,
              reason: `when series ended is not known: ${piece.reason}`,
            },
          ],
    )
    const isKnown = (atMs: number) => !lost.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs)
    for (const { column, fromMs, toMs } of pauses) {
      const [firstMs, lastMs] = [firstOf(grid, Math.max(fromMs, span.fromMs)), Math.min(toMs, span.toMs)]
      for (let atMs = firstMs; atMs <= lastMs; atMs += grid.intervalMs)
        if (isKnown(atMs) && !found.get(column)?.has(atMs)) {
          column.endAt(atMs)
          break
        }
    }
    return lost
  }

  async #findAt(
    query: string,
    span: TimeSpan,
    { grid, found }: { readonly grid: LookGrid; readonly found: Found },
  ): Promise<MatrixAnswer> {
    const { client, store, asking } = this.#options
    const fromMs = firstOf(grid, span.fromMs)
    if (fromMs > span.toMs) return NO_MATRIX
    const step = String(grid.intervalMs / 1e3)
    const parameters = { query, start: String(fromMs / 1e3), end: String(span.toMs / 1e3), step }
    const answer = readMatrix(await client.postForBytes('/api/v1/query_range', parameters, asking.signal))
    scanSamples(answer, span, (labels) => {
      const column = store.column(labels)
      const instants = found.get(column) ?? new Set<number>()
      found.set(column, instants)
      return { append: (timeMs) => instants.add(timeMs) }
    })
    return answer
  }
}

/** Series of one target are scraped together, and those of a rule are written together. */
function targetOf(labels: Labels): string {
  const instance = labelValue(labels, 'instance')
  return JSON.stringify(instance === '' ? [labelValue(labels, METRIC_NAME)] : [labelValue(labels, 'job'), instance])
}

/** The first instant of a grid that is not before another one. */
function firstOf({ intervalMs, shiftMs }: LookGrid, fromMs: number): number {
  return Math.ceil((fromMs - shiftMs) / intervalMs) * intervalMs + shiftMs
}

/** Pauses that overlap are asked about at once, and as many as are answered at a time. */
function questionsAbout(pauses: readonly TimeSpan[], grid: LookGrid): readonly TimeSpan[] {
  const spans = together(pauses)
  const [first, last] = [spans[0], spans.at(-1)]
  const asked = first && last && spans.length > MOST_QUESTIONS ? [{ fromMs: first.fromMs, toMs: last.toMs }] : spans
  return asked.flatMap(({ fromMs, toMs }) => {
    const lengthMs = (MOST_STEPS - 1) * grid.intervalMs
    const parts: TimeSpan[] = []
    for (let atMs = firstOf(grid, fromMs); atMs <= toMs; atMs += lengthMs)
      parts.push({ fromMs: atMs, toMs: Math.min(toMs, atMs + lengthMs - 1) })
    return parts
  })
}

function together(pauses: readonly TimeSpan[]): readonly TimeSpan[] {
  const spans: TimeSpan[] = []
  for (const { fromMs, toMs } of [...pauses].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = spans.at(-1)
    if (last && fromMs <= last.toMs) spans[spans.length - 1] = { ...last, toMs: Math.max(last.toMs, toMs) }
    else spans.push({ fromMs, toMs })
  }
  return spans
}
