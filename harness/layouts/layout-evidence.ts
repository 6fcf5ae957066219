// What bucket layouts are compared on: the latencies of a run, from wherever they were kept, and what is known of it.

import type { LatencyRecord } from '../../analysis/layouts/record/latency-record.ts'
import type { ObservationSource } from '../../core/report/layout-comparison.ts'
import type { Report } from '../../core/report/report.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'

export interface LayoutEvidence {
  readonly record: LatencyRecord
  readonly source: ObservationSource
  /** What the observations are, in words. */
  readonly observed: string
  /** Null of a log without a run around it. */
  readonly report: Report | null
  /** What was scraped, as OpenMetrics text. */
  readonly openMetrics: string | null
  readonly ruleFile: RuleFile | null
}

/** The bundled server's histogram, and what a record without a report is taken to be of. */
export const USUAL_HISTOGRAM = 'model_latency_seconds'

export function histogramOf({ report }: Pick<LayoutEvidence, 'report'>): string {
  return report?.server?.metric ?? USUAL_HISTOGRAM
}
