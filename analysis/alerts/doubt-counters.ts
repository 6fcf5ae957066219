// What an alert proves where the counters of the service fall without a restart, because several processes answer behind
// one port or because a scrape resets them, or where they are no counts: nothing. rate() takes every fall for a restart, so that rules see rates that
// nobody had, and the alert may have fired, or not, for that reason alone.

import type { AlertFinding } from '../../core/report/report.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { madeInconclusive } from '../verdict/made-inconclusive.ts'

const GARBLED =
  'The counters of the service fall without a restart, so that its rule saw rates that nobody had, and its state proves nothing.'
const IMPOSSIBLE =
  'The service prints numbers that are no counts of requests, so that what its rule saw of them means nothing, and its state proves nothing.'

export function doubtCounters(finding: AlertFinding, uncounted: PrometheusRecord['uncounted']): AlertFinding {
  const why = doubtOf(uncounted)
  return why === null ? finding : madeInconclusive(finding, why)
}

/** A sum is in no quantile. */
function doubtOf(uncounted: PrometheusRecord['uncounted']): string | null {
  if (uncounted?.kind === 'severalProcesses' || uncounted?.kind === 'resetAtScrape') return GARBLED
  return uncounted?.kind === 'impossibleCounts' && uncounted.problem !== 'noSum' ? IMPOSSIBLE : null
}
