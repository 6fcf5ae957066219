// A mismatch between what client and server counted, in sentences: the counts first, then what may have caused it.

import type { PopulationMismatch } from '../../core/report/report.ts'
import type { Accounting } from '../../core/run/load-result.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted, listed } from '../../core/text/plural.ts'
import type { CountEvidence } from './population-mismatch.ts'

type Cause = PopulationMismatch['possibleCauses'][number]

export function describeMismatch(mismatch: PopulationMismatch, evidence: CountEvidence): string {
  return `${countsApart(mismatch, evidence)}: ${causes(mismatch, evidence)}.${exclusions(mismatch, evidence)}`
}

/** `The histogram counted 211 of the client's 422 requests`. */
export function countsApart(
  { kind, difference }: Pick<PopulationMismatch, 'kind' | 'difference'>,
  { clientAnswered, serverObserved }: Pick<CountEvidence, 'clientAnswered' | 'serverObserved'>,
): string {
  if (kind === 'fewer')
    return `The histogram counted ${formatCount(serverObserved)} of the client's ${counted(clientAnswered, 'request')}`
  if (kind === 'more')
    return `The histogram counted ${counted(serverObserved, 'request')}, ${formatCount(difference)} more than the ${formatCount(clientAnswered)} of the client`
  return `The histogram counted ${counted(serverObserved, 'request')}, of which the client got no answer to ${formatCount(difference)}`
}

function causes({ possibleCauses, difference }: PopulationMismatch, evidence: CountEvidence): string {
  const words = possibleCauses.map((cause) => CAUSES[cause](evidence, Math.abs(difference)))
  if (words.length < 2) return words[0] ?? 'no cause is known'
  return `perhaps ${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`
}

const CAUSES: Readonly<Record<Cause, (evidence: CountEvidence, size: number) => string>> = {
  'several processes': () => 'several processes answer behind one port, each with counts of its own',
  'unscraped instance': () => 'an instance that is not scraped answered the others',
  'narrow matcher': ({ route }) => `the matchers ${route ?? 'of target.metrics.match'} are too narrow`,
  'wide matcher': ({ route }) => `the matchers ${route ?? ''} accept other requests too`,
  'other series': () => 'other series counted them',
  'answered before the service': ({ accounting }) =>
    `something before the service answered them (${formatCount(accounting.errorKinds.status ?? 0)} had another status)`,
  'lost in a restart': ({ resets }) =>
    resets === 1
      ? 'a restart lost what was observed after the last scrape before it (the counters were reset once)'
      : `restarts lost what was observed after the last scrapes before them, or scrapes themselves set the counters to zero (they were reset ${formatCount(resets)} times)`,
  'followed redirects': ({ hops }) =>
    `the client followed ${counted(hops, 'redirect')}, and the service counts each of them as a request of its own`,
  'foreign traffic': () => 'other clients called the service too',
  retries: () => 'a proxy sent requests again',
  'scrapes counted': ({ scrapes }, size) =>
    isAbout(size, scrapes)
      ? `that is about the number of scrapes (${formatCount(scrapes)}), so that the service seems to count the requests for its metrics page too`
      : `the service counts the requests for its metrics page too (${counted(scrapes, 'scrape')} came from this run), and health checks perhaps`,
  'unanswered requests': ({ accounting }) => lostAnswers(accounting),
}

// One scrape may fall on either side of the baseline, and a page may be fetched twice.
function isAbout(size: number, scrapes: number): boolean {
  return Math.abs(size - scrapes) <= Math.max(2, 0.2 * scrapes)
}

function exclusions({ excludedCauses }: PopulationMismatch, { resets, accounting }: CountEvidence): string {
  const words = excludedCauses.flatMap((cause) => {
    if (cause === 'lost in a restart')
      return resets === 0
        ? ['no counter fell, so it was no restart']
        : ['a restart loses the requests of one scrape interval, not as many']
    if (cause === 'unanswered requests' && lostAnswers(accounting) === '')
      return ['every request of the client got a response']
    return []
  })
  return words.length === 0 ? '' : ` ${sentenceCase(listed(words))}.`
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `3 timeout, 2 reset and 1 cut off when the run was stopped`; empty where every request got its answer. */
export function lostAnswers({ errorKinds, timeouts, neverSent, unfinished, interrupted, lost }: Accounting): string {
  const { reset = 0, closed = 0, protocol = 0 } = errorKinds
  const kinds = {
    timeout: timeouts - neverSent,
    unfinished: unfinished - interrupted,
    reset,
    closed,
    protocol,
    'cut off when the run was stopped': interrupted,
    'lost with a generator': lost,
  }
  return listed(Object.entries(kinds).flatMap(([kind, count]) => (count > 0 ? [`${formatCount(count)} ${kind}`] : [])))
}
