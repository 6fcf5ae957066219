// What the look before the load found: one request of every kind and one scrape, tried while nothing else is sent.
//
// An error is a mistake of the scenario with which the run could prove nothing: it ends the command before the load. A
// warning leaves the run something to prove, or may be the service's own doing, which the run is there to judge.

import type { ErrorKind } from '../load-result.ts'

export const PREFLIGHT_KINDS = [
  // ---- of the requests ----
  /** The scheme is http where the service speaks TLS, or the other way round. */
  'scheme',
  /** What listens there speaks no HTTP. */
  'protocol',
  /** 404, 405 and 410. */
  'path',
  'redirect',
  /** A redirect to where people log in. */
  'login',
  'credentials',
  /** Another 4xx: the service does not accept what is sent. */
  'request',
  /** A page for people in place of an answer of an API. */
  'html',
  /** 429. */
  'limited',
  /** Another status, or another body, than is expected. */
  'expectation',
  /** 5xx, no answer in time, a connection that was lost. */
  'failing',
  // ---- of the metrics ----
  /** There is no page of metrics. */
  'metrics-page',
  'no-histogram',
  /** A summary, a gauge, a counter. */
  'no-buckets',
  'no-series',
  /** The requests were counted by other series, and not by those that the scenario names. */
  'counted-elsewhere',
  'unmoved',
  /** The histogram moved by another number than was sent. */
  'populations',
  /** It moved while nothing was sent. */
  'other-traffic',
  /** It observes the requests for the metrics themselves. */
  'own-scrapes',
  'limit-no-bound',
  'limit-above-bounds',
] as const

export type PreflightKind = (typeof PREFLIGHT_KINDS)[number]

/** Of the tried requests that the histogram should observe. */
export interface TrialCount {
  /** How many of them were answered. */
  readonly answered: number
  /** By how much the histogram moved meanwhile. */
  readonly counted: number
}

export interface PreflightFinding {
  readonly kind: PreflightKind
  readonly severity: 'error' | 'warning'
  /** Its place in the scenario: `['target', 'metrics', 'histogram']`. */
  readonly at: readonly (string | number)[]
  /** These complete `expected …, got …`. */
  readonly expected: string
  readonly got: string
  /** What there is in its place, the nearest first. */
  readonly candidates: readonly string[]
  /** The line that would be right: `histogram: http_request_duration_seconds`; null where that is not known. */
  readonly write: string | null
}

export interface TriedRequest {
  readonly request: string
  readonly outcome: 'completed' | 'timeout' | ErrorKind | 'not tried'
  /** 0 where there was no answer. */
  readonly status: number
  /** From the attempt to connect to the whole answer, or to its failure; null where it was not tried. */
  readonly seconds: number | null
}

export interface PreflightRecord {
  readonly requests: readonly TriedRequest[]
  readonly findings: readonly PreflightFinding[]
}

const MOST_CANDIDATES = 5

/** @param place its file, line and path */
export function findingSentence({ expected, got, candidates, write }: PreflightFinding, place: string): string {
  const shown = candidates.slice(0, MOST_CANDIDATES)
  const more = candidates.length - shown.length
  const there = shown.length === 0 ? '' : `; there is: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `${place}: expected ${expected}, got ${got}${there}${write === null ? '' : `; write ${write}`}`
}
