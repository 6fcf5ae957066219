// How the iterations of a flow ended: `offered = completed + failed + unfinished + lost`, exactly.

import type { FlowIterations } from '../load-result.ts'

/** A step's answer was not the expected one, or none came in time. */
export function failedIterations({ failures }: Pick<FlowIterations, 'failures'>): number {
  return failures.reduce((sum, { count }) => sum + count, 0)
}

/** The end of their phase or of the run came first. */
export function unfinishedIterations(
  iterations: Pick<FlowIterations, 'offered' | 'completed' | 'failures' | 'lost'>,
): number {
  return iterations.offered - iterations.completed - failedIterations(iterations) - (iterations.lost ?? 0)
}
