// The requests of several runs, side by side.

import type { Report, ReportedRequest } from '../../../core/report/report.ts'
import { severalRequests } from './request-figures.ts'

/** Why a run has no figures of a request: it has none of that name, or did not tell its requests apart. */
export type MissingRequest = 'not sent' | 'not known'

export interface ComparedRequest {
  readonly name: string
  /** One for each run. */
  readonly requests: readonly (ReportedRequest | MissingRequest)[]
}

/** The first run's P95 of a request, with which those of the others are compared; null where there is none. */
export function referenceP95({ requests: [first] }: ComparedRequest): number | null {
  return typeof first === 'object' ? first.responseTime.p95 : null
}

/** None where no run has several. */
export function comparedRequests(reports: readonly Pick<Report, 'load'>[]): ComparedRequest[] {
  const names = new Set(reports.flatMap((report) => severalRequests(report).map(({ name }) => name)))
  return [...names].map((name) => ({
    name,
    requests: reports.map(({ load: { requests } }) =>
      requests === undefined ? 'not known' : (requests.find((request) => request.name === name) ?? 'not sent'),
    ),
  }))
}
