// What a user says that a metric counts, where its name does not tell: `--series jobs_done_total=answered`, `queue_length=3`.

import type { RequestFilter } from '../../../core/drill/service-model.ts'
import { didYouMean } from '../../../core/text/nearest-word.ts'
import { UserError } from '../../../core/user-error.ts'

export interface SeriesOverride {
  readonly metric: string
  /** Which requests a counter counts, or the value that a gauge always has. */
  readonly is: RequestFilter | number
}

const FILTERS = ['all', 'answered', 'succeeded', 'failed'] as const satisfies readonly RequestFilter[]

/** @throws UserError where the text is none */
export function parseSeriesOverride(text: string): SeriesOverride {
  const [, metric = '', is = ''] = /^\s*([a-zA-Z_:][\w:]*)\s*=\s*(\S+)\s*$/.exec(text) ?? []
  const filter = FILTERS.find((each) => each === is)
  if (metric !== '' && filter !== undefined) return { metric, is: filter }
  if (metric !== '' && is !== '' && Number.isFinite(Number(is))) return { metric, is: Number(is) }
  throw new UserError(
    `--series: expected METRIC=${FILTERS.join('|')}, which says what a counter counts, or METRIC=NUMBER for a gauge, got ${JSON.stringify(text)}${didYouMean(is, FILTERS)}`,
  )
}
