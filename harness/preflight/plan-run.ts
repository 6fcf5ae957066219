// The plan of a run, from its scenario: computed without sending or starting anything.

import { isLocalHost } from '../../core/route/local-host.ts'
import type { PlannedPhase, RunPlan } from '../../core/run/preflight/run-plan.ts'
import { requestShares } from '../../core/scenario/flows/request-shares.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import { plannedDurationSeconds, type Scenario } from '../../core/scenario/scenario.ts'
import type { Target } from '../../core/scenario/target.ts'
import { shownUrl } from '../../load/check-plan.ts'
import { usesRowsOnce } from '../../load/trial/trial-users.ts'
import type { GeneratorChoice } from '../generators/run-generators.ts'
import { planDivision } from './plan-division.ts'

export interface PlanOptions {
  readonly preflight: boolean
  /** Generators outside this process; null where they are threads of it. */
  readonly generators: GeneratorChoice | null
  /** See RunPlan. */
  readonly unnamedHost: string | null
  /** Mean size of a request of each template, in the order of the plan. */
  readonly meanBytes: readonly number[]
}

export function planRun(
  scenario: Scenario,
  load: LoadPlan,
  { preflight, generators, unnamedHost, meanBytes }: PlanOptions,
): RunPlan {
  const { service, abortOn = [] } = scenario
  const target = service.kind === 'target' ? service.target : null
  // In requests, of which an arriving flow sends several.
  const inRequests = trafficInRequests(load.phases, load.flows)
  const phases = inRequests.map(plannedPhase)
  const requests = sumOrNull(phases.map((phase) => phase.requests))
  const rates = inRequests.flatMap(({ traffic }) =>
    traffic.kind === 'open' ? [traffic.fromRatePerSecond, traffic.toRatePerSecond] : [],
  )
  const users = load.phases.flatMap(({ traffic }) => (traffic.kind === 'closed' ? [traffic.users] : []))
  return {
    scenario: scenario.name,
    target: target === null ? null : shownTarget(target, load),
    isLocal: target?.socket !== undefined || target === null || isLocalHost(new URL(load.url).hostname),
    unnamedHost,
    phases,
    durationSeconds: plannedDurationSeconds(load.phases),
    peakRatePerSecond: rates.length === 0 ? null : Math.max(...rates),
    peakUsers: users.length === 0 ? null : Math.max(...users),
    requests,
    bytes: requests === null ? null : Math.round(requests * meanOf(load, meanBytes)),
    connections: load.connections,
    division: planDivision(load, generators),
    readyPath: target?.ready?.path ?? null,
    tried:
      target === null || !preflight
        ? []
        : load.requests.flatMap(({ name, method }, index) => (usesRowsOnce(load, index) ? [] : { name, method })),
    abortOn: abortOn.map(({ text }) => text),
  }
}

function shownTarget({ socket }: Target, { url }: LoadPlan): string {
  return shownUrl(url) + (socket === undefined ? '' : ` over the socket ${socket}`)
}

function plannedPhase({ name, measured, durationSeconds, traffic }: Phase): PlannedPhase {
  return { name, measured, durationSeconds, traffic, requests: requestsOf(traffic, durationSeconds) }
}

/** Users who are answered at once ask as often as they have thought. */
function requestsOf(traffic: Phase['traffic'], seconds: number): number | null {
  if (traffic.kind === 'open') return Math.round(((traffic.fromRatePerSecond + traffic.toRatePerSecond) / 2) * seconds)
  if (traffic.thinkSeconds === 0) return null
  return traffic.users * (Math.floor(seconds / traffic.thinkSeconds) + 1)
}

function sumOrNull(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0)
}

function meanOf(load: LoadPlan, meanBytes: readonly number[]): number {
  return requestShares(load).reduce((sum, share, i) => sum + share * (meanBytes[i] ?? 0), 0)
}
