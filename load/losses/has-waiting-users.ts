import type { LoadPlan } from '../../core/scenario/load-plan.ts'

/** Whether anybody waits for an answer before the next request, so that the schedule does not say all that is sent. */
export function hasWaitingUsers({ phases, flows }: Pick<LoadPlan, 'phases' | 'flows'>): boolean {
  return flows !== undefined || phases.some(({ traffic }) => traffic.kind === 'closed')
}
