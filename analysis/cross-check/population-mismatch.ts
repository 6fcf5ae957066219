// Whether client and server counted the same requests, and what may be the cause where they did not. Estimates of a
// histogram that holds other requests say nothing about those of the client.

import type { PopulationMismatch } from '../../core/report/report.ts'
import type { Accounting } from '../../core/run/load-result.ts'

type Cause = PopulationMismatch['possibleCauses'][number]

/** What the run itself shows about the counts. */
export interface CountEvidence {
  readonly clientAnswered: number
  readonly serverObserved: number
  readonly accounting: Accounting
  /** How often the service's counters were reset. */
  readonly resets: number
  /** Scrapes of the metrics page between the baseline and the final one: a middleware may observe them like requests. */
  readonly scrapes: number
  /** Whether the scenario names matchers for the histogram. */
  readonly isNarrowed: boolean
  /** Redirects that the client followed: the service counts each of them as a request of its own. */
  readonly hops: number
  /** The harness started the service itself, so that it knows its instances and its callers. */
  readonly isBundled: boolean
  /** The matchers of the requests that alone are counted here; absent where the histogram is counted as a whole. */
  readonly route?: string
}

// A request or two may be observed on the other side of a scrape, and a proxy may answer a few by itself. The estimate of a
// P95 moves by at most one in twenty of the requests that it takes in; at 3% it can still lie in the same bucket.
const HANDFUL = 5
const FEW_PERCENT = 0.03

/** Undefined where they counted the same requests, but for a few, and where the client got no answer at all. */
export function populationMismatch(evidence: CountEvidence): PopulationMismatch | undefined {
  const { clientAnswered, serverObserved } = evidence
  const difference = serverObserved - clientAnswered
  if (clientAnswered === 0 || !isSignificant(difference, evidence)) return undefined
  if (difference < 0) return { kind: 'fewer', difference, ...causesOfFewer(evidence, -difference) }
  // Any number of them may have reached the service, and have been observed there.
  const own = unansweredCount(evidence.accounting) + evidence.accounting.lost
  if (!isSignificant(Math.max(0, difference - own), evidence))
    return { kind: 'unanswered', difference, possibleCauses: ['unanswered requests'], excludedCauses: [] }
  if (evidence.hops > 0 && !isSignificant(difference - evidence.hops, evidence))
    return { kind: 'more', difference, possibleCauses: ['followed redirects'], excludedCauses: [] }
  return { kind: 'more', difference, ...causesOfMore(evidence) }
}

/** Requests that reached the service perhaps, and whose answer the client did not get. */
export function unansweredCount({ errorKinds, timeouts, neverSent, unfinished }: Accounting): number {
  const { reset = 0, closed = 0, protocol = 0 } = errorKinds
  return timeouts - neverSent + unfinished + reset + closed + protocol
}

function isSignificant(difference: number, { clientAnswered, serverObserved }: CountEvidence): boolean {
  const size = Math.abs(difference)
  return size > HANDFUL && size > FEW_PERCENT * Math.max(clientAnswered, serverObserved)
}

type Causes = Pick<PopulationMismatch, 'possibleCauses' | 'excludedCauses'>

function causesOfFewer(evidence: CountEvidence, missing: number): Causes {
  const { accounting, clientAnswered, serverObserved, isNarrowed, isBundled } = evidence
  const statusErrors = accounting.errorKinds.status ?? 0
  return sorted([
    ['lost in a restart', mayBeLostInRestart(evidence, missing)],
    ['several processes', !isBundled && serverObserved <= LARGEST_PROCESS * clientAnswered],
    ['unscraped instance', !isBundled],
    ['narrow matcher', isNarrowed],
    ['other series', !isBundled && !isNarrowed],
    ['answered before the service', statusErrors >= missing / 2],
  ])
}

// Of two processes that share the traffic, one answers about half of it.
const LARGEST_PROCESS = 2 / 3
// Traffic is not even: one interval may bring so many times what the mean one does.
const BUSY_INTERVAL = 3

/** A restart loses what was observed since the scrape before it: the requests of one interval. */
function mayBeLostInRestart({ resets, scrapes, clientAnswered }: CountEvidence, missing: number): boolean {
  const perInterval = clientAnswered / Math.max(1, scrapes)
  return resets > 0 && missing <= resets * BUSY_INTERVAL * perInterval + HANDFUL
}

function causesOfMore({ accounting, scrapes, isBundled, hops, route }: CountEvidence): Causes {
  return sorted([
    ...(hops === 0 ? [] : [['followed redirects', true] as const]),
    ['scrapes counted', scrapes > 0 && !isBundled && route === undefined],
    ...(route === undefined ? [] : [['wide matcher', true] as const]),
    ['foreign traffic', true],
    ['retries', !isBundled],
    ['unanswered requests', unansweredCount(accounting) + accounting.lost > 0],
  ])
}

function sorted(causes: readonly (readonly [Cause, boolean])[]): Causes {
  return {
    possibleCauses: causes.flatMap(([cause, isPossible]) => (isPossible ? [cause] : [])),
    excludedCauses: causes.flatMap(([cause, isPossible]) => (isPossible ? [] : [cause])),
  }
}
