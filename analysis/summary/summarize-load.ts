// Offered requests and their outcomes, over all measured phases and for each phase.

import { mergeLatencies } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { Report, ReportedLoad } from '../../core/report/report.ts'
import {
  type LoadResult,
  type LoadSlot,
  measuredSlots,
  type PhaseWindow,
  slaLatencies,
  sumAccounting,
} from '../../core/run/load-result.ts'
import { isExpectedStatus, type RequestTemplate } from '../../core/scenario/load-plan.ts'

/** @param requests the plan's, whose expected statuses tell which statuses were not expected */
export function summarizeLoad(load: LoadResult, requests: readonly RequestTemplate[] = []): Report['load'] {
  const measuredSeconds = load.phases
    .filter(({ measured }) => measured)
    .reduce((sum, phase) => sum + duration(phase), 0)
  return {
    total: summarize(measuredSlots(load), measuredSeconds, requests),
    phases: load.phases.map((phase, index) => ({
      ...phase,
      ...summarize(
        load.slots.filter((slot) => slot.phase === index),
        duration(phase),
        requests,
      ),
    })),
  }
}

function duration(phase: PhaseWindow): number {
  return Math.max(0, phase.endSeconds - phase.startSeconds)
}

function summarize(
  slots: readonly LoadSlot[],
  durationSeconds: number,
  requests: readonly RequestTemplate[],
): ReportedLoad {
  const accounting = sumAccounting(slots)
  const perSecond = (count: number) => (durationSeconds > 0 ? count / durationSeconds : 0)
  return {
    ...accounting,
    unexpectedStatuses: unexpectedStatuses(slots, requests),
    durationSeconds,
    offeredRate: perSecond(accounting.offered),
    achievedRate: perSecond(accounting.completed),
    responseTime: summarizeLatencies(slaLatencies(slots, 'responseTime')),
    serviceTime: summarizeLatencies(slaLatencies(slots, 'serviceTime')),
    errorTime: summarizeLatencies(mergeLatencies(slots.map((slot) => slot.errorResponseTime))),
  }
}

/** Of whatever class: a 204 or a redirect is no expected answer where the scenario expects 200. */
function unexpectedStatuses(
  slots: readonly LoadSlot[],
  requests: readonly RequestTemplate[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { request, statusCodes } of slots)
    for (const [status, count] of Object.entries(statusCodes))
      if (!isExpectedStatus(requests[request]?.expect.statuses ?? [], Number(status)))
        counts[status] = (counts[status] ?? 0) + count
  return counts
}
