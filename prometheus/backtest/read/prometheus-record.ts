// The record of a Prometheus: raw samples, piece by piece. While one piece is evaluated, the next one is on its way.

import type { RecordGap, TimeSpan } from '../../../core/backtest/backtest.ts'
import { UserError } from '../../../core/user-error.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError, type QueryFailure } from '../../api/query-api-error.ts'
import { labelValue } from '../../series/labels.ts'
import { METRIC_NAME } from '../../series/series.ts'
import type { SampleStore } from '../record/sample-store.ts'
import { ChunkSize } from './chunk-size.ts'
import { type FetchedPiece, type FetchOptions, fetchRange, samplesOf } from './fetch-range.ts'
import type { PlannedSelector } from './read-plan.ts'
import { type MatrixAnswer, scanSamples } from './scan-matrix.ts'
import type { SeriesEnds } from './series-ends.ts'

/** After so many pieces in a row that nobody answered, nobody is asked any more. */
const MOST_UNANSWERED = 3
/** Then there is no Prometheus; one that refuses or loses some answers has others. */
const NOBODY: ReadonlySet<QueryFailure> = new Set(['unreachable', 'timeout', 'notPrometheus'])

const LATE = new QueryApiError(
  'timeout',
  `gave no answer in time, ${MOST_UNANSWERED} pieces in a row, and was not asked again`,
)
const GIVEN_UP = { kind: 'gap' as const, reason: LATE.message, failure: LATE }

interface Fetched extends TimeSpan {
  readonly answers: readonly (readonly [PlannedSelector, readonly FetchedPiece[]])[]
}

interface Stored {
  readonly sampleCount: number
  readonly gaps: readonly RecordGap[]
}

export interface PrometheusRecordOptions {
  readonly client: ApiClient
  readonly place: string
  /** Each is read from its own instant on. */
  readonly selectors: readonly (PlannedSelector & TimeSpan)[]
  readonly store: SampleStore
  readonly ends: SeriesEnds
  readonly asking: FetchOptions
}

export class PrometheusRecord {
  readonly #options: PrometheusRecordOptions
  readonly #size = new ChunkSize()
  readonly #native = new Set<string>()
  readonly #infos = new Set<string>()
  #unanswered = 0
  /** The gap that the rest of the record is. */
  #givenUp: FetchedPiece | undefined
  /** By selector: how many pieces in a row were only waited for. */
  readonly #late = new Map<string, number>()
  #hasAnswer = false

  constructor(options: PrometheusRecordOptions) {
    this.#options = options
  }

  /** The metrics with samples that are native histograms. */
  get nativeMetrics(): readonly string[] {
    return [...this.#native]
  }

  /** What the server remarked of its answers. */
  get infos(): readonly string[] {
    return [...this.#infos]
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
      const { sampleCount, gaps } = this.#store(fetched)
      const lengthMs = fetched.toMs - fetched.fromMs + 1
      // Where nothing was answered, nobody knows how much it was; what is lost of it says nothing of how much is too much.
      const answeredMs = gaps.length === 0 ? Math.min(lengthMs, shortestAnswerMs(fetched)) : lengthMs
      if (gaps.length === 0 || sampleCount > 0) this.#size.learn(lengthMs, sampleCount, answeredMs)
      const isLast = fetched.toMs >= toMs
      if (!isLast) coming = this.#fetch(fetched.toMs + 1, toMs)
      // A piece that nobody takes any more must not fail unheard.
      coming.catch(() => undefined)
      const unknownEnds = await this.#options.ends.look({ fromMs: fetched.fromMs, toMs: fetched.toMs })
      yield { fromMs: fetched.fromMs, toMs: fetched.toMs, gaps: [...gaps, ...unknownEnds] }
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
    const { client, asking } = this.#options
    if (this.#givenUp) return [{ ...this.#givenUp, ...span }]
    if ((this.#late.get(selector.text) ?? 0) >= MOST_UNANSWERED) return [{ ...span, ...GIVEN_UP }]
    const pieces = await fetchRange(span, samplesOf(selector.text, client, asking.signal), {
      ...asking,
      about: selector.text,
    })
    const isAnswered = pieces.some(({ kind }) => kind === 'answer')
    this.#hasAnswer ||= isAnswered
    this.#unanswered = isAnswered ? 0 : this.#unanswered + 1
    const last = pieces.at(-1)
    const isLate = !isAnswered && last?.kind === 'gap' && last.failure.failure === 'timeout'
    this.#late.set(selector.text, isLate ? (this.#late.get(selector.text) ?? 0) + 1 : 0)
    if (last?.kind === 'gap' && this.#unanswered >= MOST_UNANSWERED) {
      if (!this.#hasAnswer) throw last.failure
      if (NOBODY.has(last.failure.failure)) this.#givenUp = last
    }
    return pieces
  }

  /**
   * Earlier pieces first: selectors that match one series begin at different instants, have different gaps, or are
   * answered in different parts, and a series takes no sample before its last one.
   */
  #store({ answers }: Fetched): Stored {
    const all = answers.flatMap(([{ text }, pieces]) => pieces.map((piece) => ({ text, piece })))
    all.sort((a, b) => a.piece.fromMs - b.piece.fromMs)
    const gaps: RecordGap[] = []
    let sampleCount = 0
    for (const { text, piece } of all) {
      const read = piece.kind === 'answer' ? this.#samplesIn(piece.answer, piece) : piece.reason
      if (typeof read === 'number') sampleCount += read
      else gaps.push({ fromMs: piece.fromMs, toMs: piece.toMs, selector: text, reason: read })
    }
    this.#options.store.checkSize()
    return { sampleCount, gaps }
  }

  /** How many there are, or why they cannot be read. */
  #samplesIn(answer: MatrixAnswer, span: TimeSpan): number | string {
    const { store } = this.#options
    for (const labels of answer.native) this.#native.add(labelValue(labels, METRIC_NAME))
    for (const info of answer.infos) this.#infos.add(info)
    try {
      const sampleCount = scanSamples(answer, span, (labels) => store.column(labels))
      store.noteAdded(sampleCount)
      return sampleCount
    } catch (error) {
      if (!(error instanceof QueryApiError)) throw error
      return error.message
    }
  }
}

/** The longest part in which a selector was answered, of the one that was asked in the shortest; Infinity where all were whole. */
function shortestAnswerMs({ answers }: Fetched): number {
  const longest = answers.map(([, pieces]) =>
    pieces.length === 1 ? Number.POSITIVE_INFINITY : Math.max(...pieces.map(({ fromMs, toMs }) => toMs - fromMs + 1)),
  )
  return Math.min(Number.POSITIVE_INFINITY, ...longest)
}

/** @throws UserError that names the address, what was expected and what was got */
export function explained(error: unknown, place: string, credentials: string): unknown {
  if (!(error instanceof QueryApiError)) return error
  const hint = error.failure === 'unauthorized' ? ` (they come from the environment: ${credentials})` : ''
  return new UserError(`${place}: ${error.message}${hint}`, { cause: error })
}
