// The requests of several runs, side by side.

import type { Report, ReportedRequest } from '../../../core/report/report.ts'
import { severalRequests } from './request-figures.ts'

export interface ComparedRequest {
  readonly name: string
  /** One for each run; undefined where it has no such request, or does not tell its requests apart. */
  readonly requests: readonly (ReportedRequest | undefined)[]
}

/** None where no run has several. */
export function comparedRequests(reports: readonly Pick<Report, 'load'>[]): ComparedRequest[] {
  const names = new Set(reports.flatMap((report) => severalRequests(report).map(({ name }) => name)))
  return [...names].map((name) => ({
    name,
    requests: reports.map(({ load }) => load.requests?.find((request) => request.name === name)),
  }))
}
