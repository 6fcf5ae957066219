// The states of one alert as segments of time. Where its rule returned no data, the lane says so, because such a rule is as
// silent as one whose service is healthy.

import type { AlertFinding, Report } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import type { AlertTransition } from '../../../core/run/alert.ts'
import type { AlertLane, AlertSegment } from './chart-data.ts'
import { timelineSeconds } from './timeline-seconds.ts'

export function alertLane(alert: AlertFinding, report: Report, details: ReportDetails): AlertLane {
  const toSeconds = timelineSeconds(report)
  const states = alert.transitions.map(({ at, state }: AlertTransition, i): AlertSegment => {
    const next = alert.transitions[i + 1]?.at ?? toSeconds
    return { state, fromSeconds: at, toSeconds: Math.max(at, next) }
  })
  const watched = details.thresholds.some((threshold) => threshold.alert === alert.name)
  const segments = watched ? states.flatMap((segment) => withoutData(segment, report)) : states
  return { name: alert.name, segments: segments.filter(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds) }
}

function withoutData(segment: AlertSegment, { timeline }: Report): AlertSegment[] {
  if (segment.state !== 'inactive') return [segment]
  const first = timeline.find(({ second, estimate }) => estimate !== null && second + 1 > segment.fromSeconds)
  const until = Math.min(first?.second ?? segment.toSeconds, segment.toSeconds)
  if (until <= segment.fromSeconds + 1) return [segment]
  return [
    { state: 'noData', fromSeconds: segment.fromSeconds, toSeconds: until },
    { ...segment, fromSeconds: until },
  ]
}
