// Flows for tests: certain, once, without a thought, and whatever the test says on top.

import type { Flow, FlowStep } from '../../core/scenario/flows/flow.ts'

export function step(request: number, more: Partial<FlowStep> = {}): FlowStep {
  return { request, times: 1, chance: 1, thinkSeconds: null, ...more }
}

export function flow(more: Partial<Flow> = {}): Flow {
  return { name: 'shop', weight: 1, cookies: false, steps: [step(0)], ...more }
}
