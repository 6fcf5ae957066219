// Asks a Prometheus about a span of time. What fails is asked again, in halves where the answer was too large, or too slow
// more than once; what fails for good is a gap.

import { setTimeout as sleep } from 'node:timers/promises'
import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError, type QueryFailure } from '../../api/query-api-error.ts'
import { formatPrometheusDuration } from '../../promql/prometheus-duration.ts'
import { type Patience, tookTooLong } from './patience.ts'
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

/** With what the span is asked about, in any words. */
export interface AskOptions extends FetchOptions {
  readonly about: string
}

export const BACKOFF_MS: readonly number[] = [500, 1_500, 4_000]

/**
 * A piece that is too large is halved down to this, and one that cannot be read at all to the last. To look up series takes as
 * long for a second as for a minute, so that one that is too slow is not made shorter than that.
 */
const SHORTEST_MS = 1_000
const SHORTEST_SLOW_MS = 60_000
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
export async function fetchRange(span: TimeSpan, ask: Question, options: AskOptions): Promise<FetchedPiece[]> {
  const { signal, patience, onRetry, about } = options
  const lengthMs = span.toMs - span.fromMs + 1
  const givenUp = patience.givenUp(about)
  if (givenUp) return [{ ...span, kind: 'gap', reason: givenUp.message, failure: givenUp }]
  let failure: QueryApiError | undefined
  for (const waitMs of [0, ...options.backoffMs]) {
    if (failure) {
      onRetry(failure.message)
      await sleep(waitMs, undefined, signal ? { signal } : {})
    }
    try {
      const answer = await ask(span)
      patience.noteAnswer(about, lengthMs)
      return [{ ...span, kind: 'answer', answer }]
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof QueryApiError) || error.failure === 'unauthorized') throw error
      failure = error
      patience.noteFailure(error, about, lengthMs)
      if (patience.isOver || patience.givenUp(about)) break
      const isSlow = tookTooLong(error)
      if (isSlow && patience.mayBeChance(lengthMs)) continue
      if ((isSlow || isTooLarge(error)) && lengthMs > 2 * (isSlow ? SHORTEST_SLOW_MS : SHORTEST_MS)) {
        onRetry(error.message)
        return inHalves(span, ask, options)
      }
      if (!isTransient(error)) break
    }
  }
  if (!failure) throw new RangeError('expected at least one attempt')
  // What is broken may be a small part of it.
  const mayBeSmall = PARTLY.has(failure.failure)
  if (mayBeSmall && lengthMs > LONGEST_GAP_MS) return inHalves(span, ask, { ...options, backoffMs: [] })
  return [{ ...span, kind: 'gap', reason: failure.message, failure }]
}

async function inHalves({ fromMs, toMs }: TimeSpan, ask: Question, options: AskOptions): Promise<FetchedPiece[]> {
  const middleMs = Math.floor((fromMs + toMs) / 2)
  const first = await fetchRange({ fromMs, toMs: middleMs }, ask, options)
  const last = first.at(-1)
  const rest = { fromMs: middleMs + 1, toMs }
  const { patience, about } = options
  if ((patience.isOver || patience.givenUp(about)) && last?.kind === 'gap') return [...first, { ...last, ...rest }]
  return [...first, ...(await fetchRange(rest, ask, options))]
}

/** What may be so for a part of the time alone. */
const PARTLY: ReadonlySet<QueryFailure> = new Set(['refused', 'incomplete', 'contradictory'])

/** Prometheus' own limit, those of its relatives, and that of the answer here. */
function isTooLarge({ failure, message }: QueryApiError): boolean {
  if (failure === 'tooLarge') return true
  return failure === 'refused' && /too many samples|too large|exceeds|limit|maximum/i.test(message)
}

function isTransient({ failure, message }: QueryApiError): boolean {
  if (failure === 'refused') return /unavailable|internal|execution|canceled/i.test(message)
  return failure === 'unreachable' || failure === 'notPrometheus' || failure === 'incomplete'
}
