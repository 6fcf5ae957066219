import type { Report } from '../../../core/report/report.ts'

/** The length of the timeline: to the end of the load, or of the rule evaluations after it. */
export function timelineSeconds({ timeline }: Pick<Report, 'timeline'>): number {
  const last = timeline.at(-1)
  return last === undefined ? 0 : last.second + 1
}
