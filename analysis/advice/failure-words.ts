// How requests failed, the most frequent kind first, as a phrase: `196 with status 503, 16 reset`.

import type { ReportedLoad } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { listed } from '../../core/text/plural.ts'

const MOST_KINDS = 4

type Failed = Pick<
  ReportedLoad,
  'errorKinds' | 'unexpectedStatusCodes' | 'timeouts' | 'neverSent' | 'unfinished' | 'interrupted'
>

export interface FailureKind {
  readonly words: string
  readonly count: number
}

/** The most frequent first. */
export function failureKinds(load: Failed): FailureKind[] {
  const { status: _, ...others } = load.errorKinds
  const kinds = [
    ...Object.entries(load.unexpectedStatusCodes).map(([code, count]) => ({ words: `with status ${code}`, count })),
    ...Object.entries(others).map(([kind, count = 0]) => ({ words: kind, count })),
    { words: 'timed out', count: load.timeouts - load.neverSent },
    { words: 'never sent', count: load.neverSent },
    { words: 'unfinished', count: load.unfinished - load.interrupted },
  ]
  return kinds.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
}

export function failuresInWords(load: Failed): string {
  const shown = failureKinds(load).slice(0, MOST_KINDS)
  return shown.length === 0
    ? 'none failed in a way that is known'
    : listed(shown.map(({ words, count }) => `${formatCount(count)} ${words}`))
}
