// What Prometheus, embedded or real, saw of the service during a run. Times are seconds of the run.

import type { HistogramSnapshot } from '../histogram/histogram-snapshot.ts'
import type { KnownUnit } from '../histogram/latency-unit.ts'
import type { AlertHistory, AlertNotification } from './alert.ts'
import type { EvaluatorAgreement } from './evaluator-agreement.ts'
import type { RuleFinding } from './rule-finding.ts'

/**
 * Why a scrape failed: no page in time over a connection that was there, no connection at all, or something that is not the
 * page.
 */
export const SCRAPE_FAILURES = ['timeout', 'unreachable', 'page'] as const
export type ScrapeFailure = (typeof SCRAPE_FAILURES)[number]

export interface ScrapeRecord {
  /** Which metrics endpoint. */
  readonly instance: string
  readonly atSeconds: number
  readonly durationSeconds: number
  /** Null where the scrape succeeded. */
  readonly error: string | null
  /** Absent where it succeeded, or where a Prometheus scraped, which does not say. */
  readonly failure?: ScrapeFailure
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

/** Why the counts of a run's histogram cannot be determined. */
export type Uncounted =
  /** The scrape before the first request, or after the last answer, failed: with its reason, null where there was none. */
  | { readonly kind: 'noBaseline' | 'noFinalScrape'; readonly failure: string | null }
  /** No page ever had the histogram; these ones they had, null where that is not known. */
  | { readonly kind: 'neverPrinted'; readonly printed: readonly string[] | null }
  /** Its buckets were there, and none of them matched. */
  | { readonly kind: 'noMatch'; readonly labels: readonly UnmatchedLabel[] }
  /** Its buckets were there, without one at +Inf. */
  | { readonly kind: 'noInfBucket' }
  /** It was there, and the page of an instance no longer prints it at the end. */
  | { readonly kind: 'vanished'; readonly instance: string }
  /** A page printed numbers that are no counts. */
  | ({ readonly kind: 'impossibleCounts'; readonly instance: string } & ImpossibleCounts)
  /** The bounds differ between instances, or changed. */
  | { readonly kind: 'boundsDiffer' }
  /** Scrapes of one endpoint are answered by several processes with counts of their own, or set them to zero. */
  | {
      readonly kind: 'severalProcesses' | 'resetAtScrape'
      readonly instance: string
      /** As scraped, one after the other, around the first that fell. */
      readonly counts: readonly number[]
    }

/** What no histogram can have counted, and the number that shows it. */
export interface ImpossibleCounts {
  /** A count that is no whole number; cumulative ones that fall; a count far from that of +Inf; a sum that is no number. */
  readonly problem: 'notWhole' | 'notCumulative' | 'countDiffers' | 'noSum'
  readonly value: number
}

/** A label of the matchers with a value that no series has, and the values that there are. */
export interface UnmatchedLabel {
  readonly label: string
  readonly values: readonly string[]
}

/** What the histogram observed of the requests that share a `match`. */
export interface RouteRecord extends Pick<PrometheusRecord, 'snapshots' | 'total' | 'uncounted' | 'resets'> {
  /** Of the requests, as the scenario has it. */
  readonly match: string
  /** Other routes whose matchers accept the same series, with one of those. Absent where there is none. */
  readonly overlaps?: readonly { readonly match: string; readonly series: string }[]
}

export interface PrometheusRecord {
  /** Of the histogram as scraped; all figures here are in seconds. Absent where it is seconds. */
  readonly unit?: KnownUnit
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
  /** Why `total` is null; absent where it is not, or the reason is not known. */
  readonly uncounted?: Uncounted
  /** The parts of the histogram that single requests are observed in. Absent where no request has matchers. */
  readonly routes?: readonly RouteRecord[]
  /** The moving estimate, at each evaluation. */
  readonly estimates: readonly EstimateAt[]
  /** Which expression `estimates` holds, its quantile and the range it looks back over. */
  readonly estimate: { readonly expression: string; readonly quantile: number; readonly rangeSeconds: number }
  readonly alerts: readonly AlertHistory[]
  /** What the check of the rules found. Absent where no rules were checked. */
  readonly rules?: readonly RuleFinding[]
  /** How often the service's counters were reset (a restart). */
  readonly resets: number
  /** What the reader should know: missed scrapes, series that did not match, rules that failed to evaluate. */
  readonly problems: readonly string[]
  /** Everything that the rules could read, as OpenMetrics text with timestamps. */
  readonly openMetrics: string
  /**
   * The same of baseline and final scrape where they lie off the grid of the scrapes: they serve the counting alone.
   * Absent where a Prometheus scraped, which makes no others than those.
   */
  readonly countedOpenMetrics?: string
  /** Who notified: `Alertmanager 0.25.0`. Absent where the alerts went nowhere. */
  readonly notifier?: string
  /** In the order in which they came. Absent as above. */
  readonly notifications?: readonly AlertNotification[]
  /** Absent where no second evaluator ran. */
  readonly agreement?: EvaluatorAgreement
}
