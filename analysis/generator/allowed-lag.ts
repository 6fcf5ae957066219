import { latencyLimitSeconds } from '../../core/scenario/objective.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

/**
 * How late the generator may send a request: 5% of the tightest latency limit of the SLA, but at least 5 ms and at most
 * 50 ms; 25 ms where the SLA has no latency limit.
 *
 * 5%: a response that is clearly within its limit is not moved beyond it by so little. 5 ms: two cores that a service, a
 * scraper and others share cannot promise less. 50 ms: a longer lag would bunch arrivals together, and the service would
 * see bursts that the schedule does not contain, however generous the limit.
 */
export function allowedLagSeconds(scenario: Pick<Scenario, 'sla'>): number {
  const limits = scenario.sla.flatMap(({ objective }) => latencyLimitSeconds(objective) ?? [])
  if (limits.length === 0) return 0.025
  return Math.min(0.05, Math.max(0.005, 0.05 * Math.min(...limits)))
}
