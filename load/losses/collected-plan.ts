import type { LoadPlan } from '../../core/scenario/load-plan.ts'

/** What of a plan it takes to make sense of reports: nothing that is sent. */
export type CollectedPlan = Pick<LoadPlan, 'phases' | 'arrivals' | 'seed' | 'timeoutSeconds' | 'flows'> & {
  readonly requests: readonly { readonly weight: number }[]
}
