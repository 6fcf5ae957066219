import type { Report } from '../../../core/report/report.ts'

/** How long the timeline is: to the end of the load, or of what was evaluated after it. */
export function timelineSeconds({ timeline }: Pick<Report, 'timeline'>): number {
  const last = timeline.at(-1)
  return last === undefined ? 0 : last.second + 1
}
