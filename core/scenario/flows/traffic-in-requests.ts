// The traffic of a scenario in requests. Where flows arrive, a phase's rate is one of flows, each of which is several
// requests; whoever asks how many requests a second there may be asks here.

import type { Phase, Traffic } from '../load-plan.ts'
import { type Flow, meanRequests, meanThinkSeconds } from './flow.ts'

/** The phases with rates in requests per second, and with the time that users think between two requests: on average. */
export function trafficInRequests(phases: readonly Phase[], flows: readonly Flow[] | undefined): readonly Phase[] {
  if (flows === undefined) return phases
  const perArrival = meanRequests(flows)
  return phases.map((phase) => ({ ...phase, traffic: inRequests(phase.traffic, perArrival, flows) }))
}

function inRequests(traffic: Traffic, perArrival: number, flows: readonly Flow[]): Traffic {
  if (traffic.kind === 'closed') return { ...traffic, thinkSeconds: meanThinkSeconds(flows, traffic.thinkSeconds) }
  return {
    ...traffic,
    fromRatePerSecond: traffic.fromRatePerSecond * perArrival,
    toRatePerSecond: traffic.toRatePerSecond * perArrival,
  }
}
