// Asks a Prometheus for the raw samples of a selector in a span of time. What fails is asked again, in halves where the
// answer was too large or too slow; what fails for good is a gap.

import { setTimeout as sleep } from 'node:timers/promises'
import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import type { ApiClient } from '../../api/client.ts'
import { QueryApiError } from '../../api/query-api-error.ts'
import { formatPrometheusDuration } from '../../promql/prometheus-duration.ts'

export type FetchedPiece = TimeSpan &
  (
    | { readonly kind: 'answer'; readonly bytes: Buffer }
    | { readonly kind: 'gap'; readonly reason: string; readonly failure: QueryApiError }
  )

export interface FetchOptions {
  readonly client: ApiClient
  readonly signal: AbortSignal | undefined
  /** Is told why it waits. */
  readonly onRetry: (reason: string) => void
  /** Before each attempt but the first. */
  readonly backoffMs: readonly number[]
}

export const BACKOFF_MS: readonly number[] = [500, 1_500, 4_000]

/** A piece that is too much is halved down to this, and one that cannot be read at all to the other. */
const SHORTEST_MS = 1_000
const LONGEST_GAP_MS = 1_800_000

/** In the order of time, without holes between them. Both ends of a span belong to it. */
export async function fetchRange(selector: string, span: TimeSpan, options: FetchOptions): Promise<FetchedPiece[]> {
  let failure: QueryApiError | undefined
  for (const waitMs of [0, ...options.backoffMs]) {
    if (failure) {
      options.onRetry(failure.message)
      await sleep(waitMs, undefined, options.signal ? { signal: options.signal } : {})
    }
    try {
      return [{ ...span, kind: 'answer', bytes: await ask(selector, span, options) }]
    } catch (error) {
      options.signal?.throwIfAborted()
      if (!(error instanceof QueryApiError) || error.failure === 'unauthorized') throw error
      failure = error
      if (isTooMuch(error) && span.toMs - span.fromMs >= SHORTEST_MS) return inHalves(selector, span, options)
      if (!isTransient(error)) break
    }
  }
  if (!failure) throw new RangeError('expected at least one attempt')
  // What is broken may be a small part of it.
  if (failure.failure === 'refused' && span.toMs - span.fromMs > LONGEST_GAP_MS)
    return inHalves(selector, span, { ...options, backoffMs: [] })
  return [{ ...span, kind: 'gap', reason: failure.message, failure }]
}

async function inHalves(selector: string, { fromMs, toMs }: TimeSpan, options: FetchOptions): Promise<FetchedPiece[]> {
  const middleMs = Math.floor((fromMs + toMs) / 2)
  const first = await fetchRange(selector, { fromMs, toMs: middleMs }, options)
  return [...first, ...(await fetchRange(selector, { fromMs: middleMs + 1, toMs }, options))]
}

function ask(selector: string, { fromMs, toMs }: TimeSpan, { client, signal }: FetchOptions): Promise<Buffer> {
  // One millisecond more, because a range excludes its lower end since Prometheus 3.
  const range = formatPrometheusDuration(Math.max(1, toMs - fromMs + 1))
  const parameters = { query: `${selector}[${range}]`, time: String(toMs / 1e3) }
  return client.postForBytes('/api/v1/query', parameters, signal)
}

/** Prometheus' own limit, those of its relatives, that of the answer here; and a query that takes too long. */
function isTooMuch({ failure, message }: QueryApiError): boolean {
  if (failure === 'tooLarge' || failure === 'timeout') return true
  return failure === 'refused' && /too many samples|too large|exceeds|limit|maximum|timed out|timeout/i.test(message)
}

function isTransient({ failure, message }: QueryApiError): boolean {
  if (failure === 'refused') return /unavailable|internal|execution|canceled/i.test(message)
  return failure === 'unreachable' || failure === 'notPrometheus'
}
