// One alert over the run: its states, and the time from the start of the expected phase until it fired and until it resolved.

import type { AlertFinding, Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import type { AlertState } from '../../../core/run/alert.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { alertLane } from './alert-lane.ts'
import type { AlertChart, TimeSpan } from './chart-data.ts'
import { phaseBand } from './timeline-chart.ts'
import { timelineSeconds } from './timeline-seconds.ts'

export function alertChart(alert: AlertFinding, report: Report, details: ReportDetails): AlertChart {
  const { detectionSeconds, resolutionSeconds } = alert
  return {
    kind: 'alert',
    lane: alertLane(alert, report, details),
    phases: report.load.phases.map(phaseBand),
    toSeconds: timelineSeconds(report),
    detection: span('fired after', alert, 'firing', detectionSeconds, report),
    resolution: span('resolved after', alert, 'inactive', resolutionSeconds, report),
  }
}

// The finding gives the time since the start of a phase, so the transition is the one that lies that long after such a start.
function span(
  label: string,
  { transitions }: AlertFinding,
  state: AlertState,
  lastedSeconds: number | null,
  { load }: Report,
): TimeSpan | null {
  if (lastedSeconds === null) return null
  const isPhaseStart = (seconds: number) =>
    load.phases.some(({ startSeconds }) => Math.abs(startSeconds - seconds) < 0.01)
  const reached = transitions.find(({ at, state: next }) => next === state && isPhaseStart(at - lastedSeconds))
  if (reached === undefined) return null
  const { at: toSeconds } = reached
  return { label: `${label} ${formatDuration(lastedSeconds)}`, fromSeconds: toSeconds - lastedSeconds, toSeconds }
}
