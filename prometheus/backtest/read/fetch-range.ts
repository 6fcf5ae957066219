// Asks a Prometheus about a span of time. What fails is asked again, in halves where the answer was too large or too slow;
// what fails for good is a gap.

import { setTimeout as sleep } from 'node:timers/promises'
import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError, type QueryFailure } from '../../api/query-api-error.ts'
import { formatPrometheusDuration } from '../../promql/prometheus-duration.ts'
import type { Patience } from './patience.ts'
import { type MatrixAnswer, readMatrix } from './scan-matrix.ts'

export type FetchedPiece = TimeSpan & ({ readonly kind: 'answer'; readonly answer: MatrixAnswer } | Lost)

interface Lost {
  readonly kind: 'gap'
  readonly reason: string
  readonly failure: QueryApiError
}

/** One answer for the whole of a span, both ends included. @throws QueryApiError where there is none that is whole */
export type Question = (span: TimeSpan) => Promise<MatrixAnswer>

export interface FetchOptions {
  readonly signal: AbortSignal | undefined
  /** Is told why it waits, or asks for less. */
  readonly onRetry: (reason: string) => void
  /** Before each attempt but the first. */
  readonly backoffMs: readonly number[]
  /** One for all questions to a server. */
  readonly patience: Patience
}

export const BACKOFF_MS: readonly number[] = [500, 1_500, 4_000]

/** A piece that is too much is halved down to this, and one that cannot be read at all to the other. */
const SHORTEST_MS = 1_000
const LONGEST_GAP_MS = 1_800_000

/** The raw samples of a selector. */
export function samplesOf(selector: string, client: ApiClient, signal: AbortSignal | undefined): Question {
  return async ({ fromMs, toMs }) => {
    // One millisecond more, because a range excludes its lower end since Prometheus 3.
    const range = formatPrometheusDuration(Math.max(1, toMs - fromMs + 1))
    const parameters = { query: `${selector}[${range}]`, time: String(toMs / 1e3) }
    return readMatrix(await client.postForBytes('/api/v1/query', parameters, signal))
  }
}

/** In the order of time, without holes between them. Both ends of a span belong to it. */
export async function fetchRange(span: TimeSpan, ask: Question, options: FetchOptions): Promise<FetchedPiece[]> {
  const { signal, patience, onRetry } = options
  let failure: QueryApiError | undefined
  for (const waitMs of [0, ...options.backoffMs]) {
    if (failure) {
      onRetry(failure.message)
      await sleep(waitMs, undefined, signal ? { signal } : {})
    }
    try {
      const answer = await ask(span)
      patience.noteAnswer()
      return [{ ...span, kind: 'answer', answer }]
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof QueryApiError) || error.failure === 'unauthorized') throw error
      failure = error
      patience.noteFailure(error)
      if (patience.isOver) break
      if (isTooMuch(error) && span.toMs - span.fromMs >= SHORTEST_MS) {
        onRetry(error.message)
        return inHalves(span, ask, options)
      }
      if (!isTransient(error)) break
    }
  }
  if (!failure) throw new RangeError('expected at least one attempt')
  // What is broken may be a small part of it.
  const mayBeSmall = PARTLY.has(failure.failure)
  if (mayBeSmall && span.toMs - span.fromMs > LONGEST_GAP_MS) return inHalves(span, ask, { ...options, backoffMs: [] })
  return [{ ...span, kind: 'gap', reason: failure.message, failure }]
}

async function inHalves({ fromMs, toMs }: TimeSpan, ask: Question, options: FetchOptions): Promise<FetchedPiece[]> {
  const middleMs = Math.floor((fromMs + toMs) / 2)
  const first = await fetchRange({ fromMs, toMs: middleMs }, ask, options)
  const last = first.at(-1)
  const rest = { fromMs: middleMs + 1, toMs }
  if (options.patience.isOver && last?.kind === 'gap') return [...first, { ...last, ...rest }]
  return [...first, ...(await fetchRange(rest, ask, options))]
}

/** What may be so for a part of the time alone. */
const PARTLY: ReadonlySet<QueryFailure> = new Set(['refused', 'incomplete', 'contradictory'])

/** Prometheus' own limit, those of its relatives, that of the answer here; and a query that takes too long. */
function isTooMuch({ failure, message }: QueryApiError): boolean {
  if (failure === 'tooLarge' || failure === 'timeout') return true
  return failure === 'refused' && /too many samples|too large|exceeds|limit|maximum|timed out|timeout/i.test(message)
}

function isTransient({ failure, message }: QueryApiError): boolean {
  if (failure === 'refused') return /unavailable|internal|execution|canceled/i.test(message)
  return failure === 'unreachable' || failure === 'notPrometheus' || failure === 'incomplete'
}
