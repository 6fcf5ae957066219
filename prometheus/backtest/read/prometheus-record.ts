// The record of a Prometheus: raw samples, piece by piece. While one piece is evaluated, the next one is on its way.

import type { RecordGap, TimeSpan } from '../../../core/backtest/backtest.ts'
import { UserError } from '../../../core/user-error.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError } from '../../api/query-api-error.ts'
import { labelValue } from '../../series/labels.ts'
import { METRIC_NAME } from '../../series/series.ts'
import type { SampleStore } from '../record/sample-store.ts'
import { ChunkSize } from './chunk-size.ts'
import { BACKOFF_MS, type FetchedPiece, type FetchOptions, fetchRange } from './fetch-range.ts'
import type { PlannedSelector } from './read-plan.ts'
import { scanMatrix } from './scan-matrix.ts'
import type { SeriesEnds } from './series-ends.ts'

/** After so many pieces in a row that nobody answered, nobody is asked any more. */
const MOST_UNANSWERED = 3

interface Fetched extends TimeSpan {
  readonly answers: readonly (readonly [PlannedSelector, readonly FetchedPiece[]])[]
}

export interface PrometheusRecordOptions {
  readonly client: ApiClient
  readonly place: string
  /** Each is read from its own instant on. */
  readonly selectors: readonly (PlannedSelector & TimeSpan)[]
  readonly store: SampleStore
  readonly ends: SeriesEnds
  readonly signal: AbortSignal | undefined
  readonly onRetry: (reason: string | null) => void
  readonly backoffMs?: readonly number[]
}

export class PrometheusRecord {
  readonly #options: PrometheusRecordOptions
  readonly #size = new ChunkSize()
  readonly #native = new Set<string>()
  #unanswered = 0
  /** The gap that the rest of the record is. */
  #givenUp: FetchedPiece | undefined
  #hasAnswer = false

  constructor(options: PrometheusRecordOptions) {
    this.#options = options
  }

  /** The metrics with samples that are native histograms. */
  get nativeMetrics(): readonly string[] {
    return [...this.#native]
  }

  /**
   * Fills the store, and yields once a piece is whole.
   * @throws QueryApiError where credentials are refused, or nothing at all can be read
   */
  async *pieces(): AsyncGenerator<TimeSpan & { readonly gaps: readonly RecordGap[] }> {
    const { selectors } = this.#options
    const toMs = Math.max(...selectors.map((each) => each.toMs))
    let coming = this.#fetch(Math.min(...selectors.map((each) => each.fromMs)), toMs)
    for (;;) {
      const fetched = await coming
      const samples = this.#store(fetched)
      this.#size.learn(fetched.toMs - fetched.fromMs + 1, samples)
      const isLast = fetched.toMs >= toMs
      if (!isLast) coming = this.#fetch(fetched.toMs + 1, toMs)
      // A piece that nobody takes any more must not fail unheard.
      coming.catch(() => undefined)
      await this.#options.ends.look({ fromMs: fetched.fromMs, toMs: fetched.toMs })
      yield { fromMs: fetched.fromMs, toMs: fetched.toMs, gaps: this.#gapsOf(fetched) }
      if (isLast) return
    }
  }

  async #fetch(fromMs: number, lastMs: number): Promise<Fetched> {
    const span = { fromMs, toMs: this.#givenUp ? lastMs : Math.min(lastMs, fromMs + this.#size.ms - 1) }
    const answers: (readonly [PlannedSelector, readonly FetchedPiece[]])[] = []
    for (const selector of this.#options.selectors) {
      const own = { fromMs: Math.max(span.fromMs, selector.fromMs), toMs: Math.min(span.toMs, selector.toMs) }
      if (own.fromMs <= own.toMs) answers.push([selector, await this.#piecesOf(selector, own)])
    }
    return { ...span, answers }
  }

  async #piecesOf(selector: PlannedSelector, span: TimeSpan): Promise<readonly FetchedPiece[]> {
    const { client, signal, onRetry, backoffMs = BACKOFF_MS } = this.#options
    if (this.#givenUp) return [{ ...this.#givenUp, ...span }]
    const options: FetchOptions = { client, signal, onRetry, backoffMs }
    const pieces = await fetchRange(selector.text, span, options)
    onRetry(null)
    for (const piece of pieces) {
      this.#hasAnswer ||= piece.kind === 'answer'
      this.#unanswered = piece.kind === 'answer' ? 0 : this.#unanswered + 1
      if (piece.kind === 'answer' || this.#unanswered < MOST_UNANSWERED) continue
      if (!this.#hasAnswer) throw piece.failure
      if (piece.failure.failure === 'unreachable' || piece.failure.failure === 'timeout') this.#givenUp = piece
    }
    return pieces
  }

  #store({ answers }: Fetched): number {
    const { store } = this.#options
    let samples = 0
    for (const [, pieces] of answers)
      for (const piece of pieces) {
        if (piece.kind === 'gap') continue
        const { native, sampleCount } = scanMatrix(piece.bytes, (labels) => store.column(labels))
        for (const labels of native) this.#native.add(labelValue(labels, METRIC_NAME))
        samples += sampleCount
        store.noteAdded(sampleCount)
      }
    store.checkSize()
    return samples
  }

  #gapsOf({ answers }: Fetched): readonly RecordGap[] {
    return answers.flatMap(([{ text }, pieces]) =>
      pieces.flatMap((piece) =>
        piece.kind === 'gap' ? [{ fromMs: piece.fromMs, toMs: piece.toMs, selector: text, reason: piece.reason }] : [],
      ),
    )
  }
}

/** @throws UserError that names the address, what was expected and what was got */
export function explained(error: unknown, place: string, credentials: string): unknown {
  if (!(error instanceof QueryApiError)) return error
  const hint = error.failure === 'unauthorized' ? ` (they come from the environment: ${credentials})` : ''
  return new UserError(`${place}: ${error.message}${hint}`, { cause: error })
}
