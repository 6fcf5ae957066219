// The curves for the charts of a report, from the record of the run.

import { totalCount } from '../../core/latency/latency-counts.ts'
import type { Report } from '../../core/report/report.ts'
import { REPORT_DETAILS_VERSION, type ReportDetails } from '../../core/report/report-details.ts'
import { type LoadResult, measuredSlots, neverEnded, slaLatencies } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { crossCheckedPopulations } from '../cross-check/populations.ts'
import { alertThreshold } from './alert-threshold.ts'
import { exactDistribution } from './exact-distribution.ts'
import { type MeasuredPopulations, percentileCurves } from './percentile-curves.ts'

export function reportDetails(record: RunRecord, report: Report): ReportDetails {
  const populations = measuredPopulations(record)
  const { serverTime, serviceTime } = populations
  return {
    version: REPORT_DETAILS_VERSION,
    estimate: record.prometheus?.estimate ?? null,
    thresholds: (record.prometheus?.alerts ?? []).flatMap(
      (history) => alertThreshold(history, record.prometheus ?? undefined) ?? [],
    ),
    neverEnded: neverEndedBySecond(record.load, report.timeline.length),
    percentiles: percentileCurves(populations),
    distribution: serverTime
      ? exactDistribution('serverTime', serverTime)
      : populations.histogram && exactDistribution('serviceTime', serviceTime),
  }
}

function measuredPopulations(record: RunRecord): MeasuredPopulations {
  const { responseTime, serviceTime, serverTime } = crossCheckedPopulations(record)
  return {
    responseTime: slaLatencies(measuredSlots(record.load), 'responseTime'),
    answeredResponseTime: responseTime,
    serviceTime,
    serverTime: serverTime && totalCount(serverTime) > 0 ? serverTime : null,
    histogram: record.prometheus?.total ?? null,
  }
}

function neverEndedBySecond({ slots }: LoadResult, length: number): number[] {
  const seconds = Array.from({ length }, () => 0)
  for (const slot of slots)
    if (slot.second < length) seconds[slot.second] = (seconds[slot.second] ?? 0) + neverEnded(slot)
  return seconds
}
