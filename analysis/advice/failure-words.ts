// How requests failed, the most frequent kind first, as a phrase: `196 with status 503, 16 reset`.

import type { ReportedLoad } from '../../core/report/report.ts'
import { ERROR_KINDS, type ErrorKind } from '../../core/run/load-result.ts'
import { formatCount } from '../../core/text/count.ts'
import { listed } from '../../core/text/plural.ts'

const MOST_KINDS = 4

/** Those with a status that was not expected are told by their status. */
type OtherKind = Exclude<ErrorKind, 'status'>

const OTHER_KINDS = ERROR_KINDS.filter((kind): kind is OtherKind => kind !== 'status')

const CLAUSES: Readonly<Record<OtherKind, string>> = {
  expectation: 'were answered otherwise than expected',
  connect: 'found no connection',
  reset: 'were reset',
  closed: 'were closed before their answer was complete',
  protocol: 'were answered with bytes that are not HTTP',
  capture: 'were answered without what was to be captured',
  redirect: 'were redirected to nowhere',
  unsendable: 'could not be made of their values',
  unreadable: 'got answers that could not be read',
}

type Failed = Pick<
  ReportedLoad,
  'errorKinds' | 'unexpectedStatusCodes' | 'timeouts' | 'neverSent' | 'unfinished' | 'interrupted'
>

export interface FailureKind {
  /** Behind a count: `196 with status 503`. */
  readonly words: string
  /** Behind `the requests that`: `were answered with status 503`. */
  readonly clause: string
  readonly count: number
}

/** The most frequent first. */
export function failureKinds(load: Failed): FailureKind[] {
  const kinds: FailureKind[] = [
    ...Object.entries(load.unexpectedStatusCodes).map(([code, count]) => ({
      words: `with status ${code}`,
      clause: `were answered with status ${code}`,
      count,
    })),
    ...OTHER_KINDS.map((kind) => ({ words: kind, clause: CLAUSES[kind], count: load.errorKinds[kind] ?? 0 })),
    { words: 'timed out', clause: 'timed out', count: load.timeouts - load.neverSent },
    {
      words: 'never sent',
      clause: 'were never sent, because they waited for a connection until their timeout',
      count: load.neverSent,
    },
    { words: 'unfinished', clause: 'were still open at the end', count: load.unfinished - load.interrupted },
  ]
  return kinds.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
}

export function failuresInWords(load: Failed): string {
  const shown = failureKinds(load).slice(0, MOST_KINDS)
  return shown.length === 0
    ? 'none failed in a way that is known'
    : listed(shown.map(({ words, count }) => `${formatCount(count)} ${words}`))
}
