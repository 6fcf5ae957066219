// The evidence that bucket layouts are compared on: the latencies of a run, from one of several sources, and what is known
// about the run.

import type { LatencyRecord } from '../../analysis/layouts/record/latency-record.ts'
import { SECONDS_PER_UNIT, unitOfName } from '../../core/histogram/latency-unit.ts'
import { MODEL_LATENCY_METRIC } from '../../core/histogram/model-latency-metric.ts'
import type { ObservationSource } from '../../core/report/layout-comparison.ts'
import type { Report } from '../../core/report/report.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import type { ScrapedEvidence } from './scraped-evidence.ts'

export interface LayoutEvidence {
  readonly record: LatencyRecord
  readonly source: ObservationSource
  /** Describes the observations in words. */
  readonly observed: string
  /** Where the record is scraped buckets and nothing else: what is known of them. Null elsewhere. */
  readonly scraped: ScrapedEvidence | null
  /** Null for a log that does not belong to a run. */
  readonly report: Report | null
  /** All scrapes as OpenMetrics text, those of baseline and end included. */
  readonly openMetrics: string | null
  readonly ruleFile: RuleFile | null
}

/** The name of the observed histogram; a log without a report is taken for the bundled server's. */
export function observedHistogram({ report, scraped }: Pick<LayoutEvidence, 'report' | 'scraped'>): string {
  return scraped?.histogram ?? report?.server?.metric ?? MODEL_LATENCY_METRIC
}

/** What one unit of the histogram's bounds is worth. A unit that was suspected in the run is not taken for granted. */
export function secondsPerUnit(evidence: Pick<LayoutEvidence, 'report' | 'scraped'>): number {
  if (evidence.scraped) return SECONDS_PER_UNIT[evidence.scraped.unit.name]
  const known = evidence.report?.server?.unit?.name ?? unitOfName(observedHistogram(evidence))
  return SECONDS_PER_UNIT[known ?? 'seconds']
}

/** The scrapes on the grid and those off it, as one text for `recordedHistograms`. */
export function joinedScrapes(openMetrics: string, counted: string | null | undefined): string {
  return counted ? `${openMetrics}\n${counted}` : openMetrics
}
