// A load plan for tests: small, quick, and whatever the test says on top.

import type { LoadPlan, Phase, RequestTemplate } from '../../core/scenario/load-plan.ts'

export function loadPlan(url: string, plan: Partial<LoadPlan> = {}): LoadPlan {
  return {
    url,
    verifyTls: true,
    requests: [requestTemplate()],
    arrivals: 'constant',
    seed: 1,
    connections: 10,
    timeoutSeconds: 2,
    phases: [openPhase()],
    engine: 'autocannon',
    timers: 'auto',
    workers: 1,
    ...plan,
  }
}

export function requestTemplate(template: Partial<RequestTemplate> = {}): RequestTemplate {
  return {
    name: 'request',
    weight: 1,
    method: 'GET',
    path: '/ok',
    headers: {},
    body: null,
    expect: { statuses: [] },
    ...template,
  }
}

export function openPhase(phase: Partial<Phase> & { rate?: number } = {}): Phase {
  const { rate = 100, ...rest } = phase
  const traffic = { kind: 'open', fromRatePerSecond: rate, toRatePerSecond: rate } as const
  return { name: 'steady', durationSeconds: 0.5, traffic, measured: true, ...rest }
}
