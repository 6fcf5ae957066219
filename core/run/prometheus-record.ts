// What Prometheus, embedded or real, saw of the service during a run. Times are seconds of the run.

import type { HistogramSnapshot } from '../histogram/histogram-snapshot.ts'
import type { AlertHistory, AlertNotification } from './alert.ts'
import type { EvaluatorAgreement } from './evaluator-agreement.ts'

export interface ScrapeRecord {
  /** Which metrics endpoint. */
  readonly instance: string
  readonly atSeconds: number
  readonly durationSeconds: number
  /** Null where the scrape succeeded. */
  readonly error: string | null
}

/** The service's latency histogram at one instant, summed over instances and matching series. */
export interface SnapshotAt {
  readonly atSeconds: number
  readonly snapshot: HistogramSnapshot
}

/** What the rule's histogram_quantile (or the same for the SLA's quantile where there is no rule) gave at one instant. */
export interface EstimateAt {
  readonly atSeconds: number
  /** Null where it returned nothing or NaN. */
  readonly value: number | null
}

/** Why it is unknown what the histogram counted over a run. */
export interface Uncounted {
  readonly kind: UncountedKind
  /** A sentence. */
  readonly reason: string
}

export const UNCOUNTED_KINDS = [
  /** A scrape before the first request, or after the last completion, failed. */
  'scrapeMissing',
  /** The histogram or its label set was never there. */
  'noSeries',
  /** There are buckets, but none at +Inf: histogram_quantile gives nothing then. */
  'noInfiniteBucket',
  /** The bounds of the buckets differ between instances, or changed. */
  'boundsDiffer',
  /** Scrapes of one endpoint are answered by several processes, each with counts of its own. */
  'severalProcesses',
  /** Each scrape sets the counters to zero. */
  'resetAtScrape',
] as const
export type UncountedKind = (typeof UNCOUNTED_KINDS)[number]

export interface PrometheusRecord {
  /** `embedded`, or what answered: `Prometheus 3.5.0`. */
  readonly source: string
  readonly metric: string
  readonly scrapeIntervalSeconds: number
  readonly evaluationIntervalSeconds: number
  readonly scrapes: readonly ScrapeRecord[]
  /** Ascending; the first is the baseline, the last was taken after the last completion. */
  readonly snapshots: readonly SnapshotAt[]
  /** The counts between baseline and final scrape, adjusted for counter resets; null where they cannot be determined. */
  readonly total: HistogramSnapshot | null
  /** Why `total` is null, where that is known. */
  readonly uncounted?: Uncounted
  /** The moving estimate, at each evaluation. */
  readonly estimates: readonly EstimateAt[]
  /** Which expression `estimates` holds, its quantile and the range it looks back over. */
  readonly estimate: { readonly expression: string; readonly quantile: number; readonly rangeSeconds: number }
  readonly alerts: readonly AlertHistory[]
  /** How often the service's counters were reset (a restart). */
  readonly resets: number
  /** What the reader should know: missed scrapes, series that did not match, rules that failed to evaluate. */
  readonly problems: readonly string[]
  /** Everything scraped, as OpenMetrics text with timestamps. */
  readonly openMetrics: string
  /** Who notified: `Alertmanager 0.25.0`. Absent where the alerts went nowhere. */
  readonly notifier?: string
  /** In the order in which they came. Absent as above. */
  readonly notifications?: readonly AlertNotification[]
  /** Absent where no second evaluator ran. */
  readonly agreement?: EvaluatorAgreement
}
