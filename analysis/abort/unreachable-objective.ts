// Whether an objective can still be met during a run. It cannot where so many requests have failed that it would be
// missed even if all remaining requests were perfect. The largest possible number of remaining requests is assumed, so
// that no run is aborted too early.

import { countAtOrBelow, type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import type { PhaseProgress } from '../../core/run/phase-progress.ts'
import type { Phase } from '../../core/scenario/load-plan.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import type { Scenario, ScenarioObjective } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { allowedLagSeconds } from '../generator/allowed-lag.ts'

export interface RunProgress {
  /** The current phase. */
  readonly phaseIndex: number
  /** One for each phase that has begun. */
  readonly phases: readonly PhaseProgress[]
}

/** Why the first unreachable objective can no longer be met; null while every objective can. */
export function unreachableObjective(scenario: Scenario, progress: RunProgress): string | null {
  for (const wanted of scenario.sla) {
    const reason = whyUnreachable(scenario, wanted, progress)
    if (reason !== null) return reason
  }
  return null
}

function whyUnreachable(scenario: Scenario, wanted: ScenarioObjective, progress: RunProgress): string | null {
  const proof = unreachable(scenario, wanted, progress)
  if (proof === null) return null
  const place = wanted.during === null ? '' : ` during ${wanted.during}`
  return `${wanted.text}${place} can no longer be met: ${tooManyBad(proof)}.`
}

/** What proves by arithmetic alone that an objective cannot be met, whatever the rest of the run does. */
export interface Unreachable {
  readonly objective: Objective
  /** Requests that missed it already. */
  readonly bad: number
  /** The most requests that the whole run can have where the objective holds. */
  readonly most: number
}

export function unreachable(scenario: Scenario, wanted: ScenarioObjective, progress: RunProgress): Unreachable | null {
  const { objective } = wanted
  const indices = judgedPhases(scenario, wanted)
  const most = indices.reduce((sum, index) => sum + mostArrivals(scenario, index, progress), 0)
  const tallies = indices.flatMap((index) => progress.phases[index] ?? [])
  const bad = tallies.reduce((sum, tally) => sum + badRequests(objective, tally, allowedLagSeconds(scenario)), 0)
  return bad > 0 && bad > allowedShare(objective) * most ? { objective, bad, most } : null
}

/** Indices of the phases over which an objective is judged. */
export function judgedPhases({ load }: Scenario, { during, implied }: ScenarioObjective): number[] {
  return load.phases.flatMap(({ name, measured }, index) => {
    const isJudged = during === null ? measured && !implied?.except.includes(name) : name === during
    return isJudged ? [index] : []
  })
}

/** `102 requests failed already, more than the allowed 50% of at most 200 requests`. */
export function tooManyBad({ objective, bad, most }: Unreachable): string {
  return `${counted(bad, 'request')} ${wrong(objective)} already, more than the allowed ${formatShare(allowedShare(objective))} of at most ${formatCount(Math.ceil(most))} requests`
}

/** The largest possible number of requests in the whole phase. */
function mostArrivals({ load }: Scenario, index: number, { phaseIndex, phases }: RunProgress): number {
  const phase = load.phases[index] as Phase
  const { traffic, durationSeconds } = phase
  if (traffic.kind === 'open') {
    const scheduled = ((traffic.fromRatePerSecond + traffic.toRatePerSecond) / 2) * durationSeconds
    // Poisson arrivals vary by √n; five times that is exceeded once in 3 million phases.
    return scheduled + (load.arrivals === 'poisson' ? 5 * Math.sqrt(scheduled) + 1 : 1)
  }
  // Users that get fast responses send more requests, so the number is unknown until their phase is over.
  if (phaseIndex <= index) return Number.POSITIVE_INFINITY
  const { completed = 0, errors = 0, timeouts = 0 } = phases[index] ?? {}
  return completed + errors + timeouts + traffic.users
}

function badRequests(objective: Objective, progress: PhaseProgress, lagSeconds: number): number {
  const { errors, timeouts, responseTime, firstByteResponseTime } = progress
  // A recorded latency is up to 0.1% high, and includes the generator's own lag.
  const slowerThan = (seconds: number, latencies: LatencyCounts) =>
    totalCount(latencies) - countAtOrBelow(latencies, (seconds + lagSeconds) * 1.001)
  switch (objective.kind) {
    case 'quantile':
      return slowerThan(objective.limitSeconds, responseTime)
    case 'ttfb':
      return slowerThan(objective.limitSeconds, firstByteResponseTime)
    case 'under':
      return slowerThan(objective.boundSeconds, responseTime)
    case 'errors':
    case 'achieved':
      return errors + timeouts
  }
}

function allowedShare(objective: Objective): number {
  switch (objective.kind) {
    case 'quantile':
    case 'ttfb':
      return 1 - objective.quantile
    case 'errors':
      return objective.limitShare
    case 'achieved':
    case 'under':
      return 1 - objective.limitShare
  }
}

function wrong({ kind }: Objective): string {
  return kind === 'errors' || kind === 'achieved' ? 'failed' : 'were too slow'
}
