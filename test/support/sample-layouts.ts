// Comparisons of bucket layouts as a lab run gives them: for golden files, properties and the schema.

import { analysisRequest } from '../../analysis/layouts/analysis-request.ts'
import { reportBucketEvidence } from '../../analysis/layouts/bucket-evidence/report-bucket-evidence.ts'
import { latencyRecord } from '../../analysis/layouts/record/latency-record.ts'
import { recordedBuckets } from '../../analysis/layouts/record/recorded-buckets.ts'
import { reportLayouts } from '../../analysis/layouts/report-layouts.ts'
import { bucketLayout } from '../../core/histogram/bucket-layout.ts'
import { NAMED_LAYOUTS } from '../../core/histogram/named-layouts.ts'
import { isNativeLayout, nativeLayout } from '../../core/histogram/native-layout.ts'
import { parseLayout } from '../../core/histogram/parse-layout.ts'
import type { LayoutsReport } from '../../core/report/layout-comparison.ts'
import { histogramOf, incident, lab } from '../analysis/layouts/records.ts'

const layouts = [NAMED_LAYOUTS.lab, NAMED_LAYOUTS['prom-client'], parseLayout('slo(300ms,1s)'), nativeLayout(4)]

const rule = {
  name: 'HighLatency95thPercentile',
  quantile: 0.95,
  thresholdSeconds: 1,
  rangeSeconds: 60,
  forSeconds: 30,
  keepFiringForSeconds: 0,
}

const circumstances = {
  source: 'server' as const,
  observed: "the server's own record of what its histograms observed",
  current: 'lab',
  help: 'Seconds from the arrival of a request to its answer.',
  options: {},
  observeSeconds: (layout: (typeof layouts)[number]) => (isNativeLayout(layout) ? null : 8.6e-8),
}

/** Two minutes of the lab, judged and recommended for. */
export const LAB_LAYOUTS: LayoutsReport = reportLayouts(
  analysisRequest(latencyRecord(lab(120)), layouts, { rule, delays: [0.2, 0.5, 2], endSeconds: 125 }),
  circumstances,
)

/** An incident of a minute, which the alert finds. */
export const INCIDENT_LAYOUTS: LayoutsReport = reportLayouts(
  analysisRequest(latencyRecord(incident(240, 60, 120)), layouts, { rule, endSeconds: 300 }),
  { ...circumstances, options: { budget: 8 } },
)

/** Somebody's log: no rule, no layout in use, and too few requests to recommend bounds by. */
export const SMALL_LAYOUTS: LayoutsReport = reportLayouts(
  analysisRequest(latencyRecord(lab(1, 3)), layouts, { quantiles: [0.95, 0.99], rangeSeconds: 1 }),
  { ...circumstances, source: 'log', observed: 'the HdrHistogram log other.hlog', current: null },
)

/** Nothing but buckets: two minutes whose P99 is above the highest bound. */
export const BUCKET_LAYOUTS: LayoutsReport = scrapedLayouts()

function scrapedLayouts(): LayoutsReport {
  const added = histogramOf(
    [0.1, 0.5, 1],
    [...Array(58).fill(0.3), ...Array(30).fill(0.05), ...Array(10).fill(0.7), 3, 4],
  )
  const parts = Array.from({ length: 120 }, (_, second) => ({ atSeconds: second + 1, added }))
  const recorded = recordedBuckets(parts, 120 * added.sum)
  const own = bucketLayout('current', [0.1, 0.5, 1])
  return reportBucketEvidence(
    analysisRequest(recorded.record, [own, ...layouts], {
      rule: { ...rule, thresholdSeconds: 0.6 },
      judgements: [{ quantile: 0.5, thresholdSeconds: 0.5 }],
      endSeconds: 125,
    }),
    recorded,
    { ...circumstances, source: 'scrapes', observed: 'the scraped buckets of h (scrapes.om)', current: 'current' },
  )
}

export const SAMPLE_LAYOUTS = {
  lab: LAB_LAYOUTS,
  incident: INCIDENT_LAYOUTS,
  small: SMALL_LAYOUTS,
  buckets: BUCKET_LAYOUTS,
} as const

export const SAMPLE_LAYOUT_NAMES = Object.keys(SAMPLE_LAYOUTS) as (keyof typeof SAMPLE_LAYOUTS)[]
