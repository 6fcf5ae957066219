// Whether an objective can still be met during a run. It cannot where so many requests have failed that it would be
// missed even if all remaining requests were perfect. The largest possible number of remaining requests is assumed, so
// that no run is aborted too early.

import { countAtOrBelow, type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import type { PhaseProgress, RequestProgress } from '../../core/run/phase-progress.ts'
import { mostRequests } from '../../core/scenario/flows/flow.ts'
import type { Phase } from '../../core/scenario/load-plan.ts'
import { allowedShare, type Objective } from '../../core/scenario/objective.ts'
import type { Scenario, ScenarioObjective } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'
import { allowedLagSeconds } from '../generator/allowed-lag.ts'
import { isJudged, isNarrowed } from '../objectives/objective-slots.ts'

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
  const about = wanted.request === undefined ? '' : ` for ${wanted.request}`
  const place = wanted.during === null ? '' : ` during ${wanted.during}`
  return `${wanted.text}${about}${place} can no longer be met: ${tooManyBad(proof)}.`
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
  const populations = judgedPhases(scenario, wanted).map((phase) => ({
    phase,
    requests: isNarrowed(wanted) ? judgedRequests(scenario, wanted, phase) : null,
  }))
  const most = populations.reduce((sum, population) => sum + mostArrivals(scenario, population, progress), 0)
  const tallies = populations.flatMap((population) => talliesOf(population, progress.phases[population.phase]))
  const bad = tallies.reduce((sum, tally) => sum + badRequests(objective, tally, allowedLagSeconds(scenario)), 0)
  return bad > 0 && bad > allowedShare(objective) * most ? { objective, bad, most } : null
}

/** The requests of one phase that an objective is about. */
interface JudgedPopulation {
  /** Index into the scenario's phases. */
  readonly phase: number
  /** Indices into its requests; null for all of them. */
  readonly requests: readonly number[] | null
}

function judgedRequests({ load, requests }: Scenario, wanted: ScenarioObjective, phase: number): number[] {
  const phaseName = load.phases[phase]?.name ?? ''
  return requests.flatMap(({ name }, index) => (isJudged(wanted, phaseName, name) ? [index] : []))
}

/** Requests whose progress is not known have missed nothing yet. */
function talliesOf({ requests }: JudgedPopulation, seen: PhaseProgress | undefined): RequestProgress[] {
  if (seen === undefined) return []
  return requests === null ? [seen] : requests.flatMap((request) => seen.requests?.get(request) ?? [])
}

/** The requests whose progress has to be known by itself, by their index: those of objectives that are not about all. */
export function watchedRequests(scenario: Scenario): number[] {
  const narrowed = scenario.sla.filter(isNarrowed)
  const watched = narrowed.flatMap((wanted) =>
    judgedPhases(scenario, wanted).flatMap((phase) => judgedRequests(scenario, wanted, phase)),
  )
  return [...new Set(watched)].sort((a, b) => a - b)
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
function mostArrivals(scenario: Scenario, population: JudgedPopulation, { phaseIndex, phases }: RunProgress): number {
  const { load, flows } = scenario
  const phase = load.phases[population.phase] as Phase
  const { traffic } = phase
  if (traffic.kind === 'open') {
    const scheduled = meanArrivals(phase)
    // Steps are due in a phase of users who arrived in any phase until then, and the most that they may be is enough.
    if (flows !== undefined) {
      const arrived = load.phases.slice(0, population.phase + 1).reduce((sum, each) => sum + meanArrivals(each), 0)
      return mostOfMean(arrived) * mostRequests(flows)
    }
    if (population.requests !== null) return mostOfMean(scheduled * weightShare(scenario, population.requests))
    // Poisson arrivals vary by √n; five times that is exceeded once in 3 million phases.
    return scheduled + (load.arrivals === 'poisson' ? 5 * Math.sqrt(scheduled) + 1 : 1)
  }
  // Users that get fast responses send more requests, so the number is unknown until their phase is over.
  if (phaseIndex <= population.phase) return Number.POSITIVE_INFINITY
  const ended = talliesOf(population, phases[population.phase]).map(
    ({ completed, errors, timeouts }) => completed + errors + timeouts,
  )
  // Beside them, each user who arrived in an open phase may have one request under way.
  const arrived = load.phases.reduce((sum, each) => sum + meanArrivals(each), 0)
  const lingering = flows === undefined || arrived === 0 ? 0 : mostOfMean(arrived)
  return ended.reduce((sum, count) => sum + count, traffic.users + lingering)
}

/** Scheduled in an open phase; none in a closed one. */
function meanArrivals({ traffic, durationSeconds }: Phase): number {
  return traffic.kind === 'open' ? ((traffic.fromRatePerSecond + traffic.toRatePerSecond) / 2) * durationSeconds : 0
}

/** Of all arrivals, how many draw one of the requests. */
function weightShare({ requests }: Scenario, drawn: readonly number[]): number {
  const total = requests.reduce((sum, { weight }) => sum + weight, 0)
  return drawn.reduce((sum, index) => sum + (requests[index]?.weight ?? 0), 0) / total
}

// −ln of one in 3 million.
const SURPRISE = 15

/**
 * What a count of requests that are drawn at random exceeds once in 3 million phases, however small its mean is.
 * Source: Bernstein's inequality, for a variance of at most the mean.
 */
function mostOfMean(mean: number): number {
  return mean + SURPRISE / 3 + Math.sqrt((SURPRISE / 3) ** 2 + 2 * SURPRISE * mean)
}

function badRequests(objective: Objective, progress: RequestProgress, lagSeconds: number): number {
  const { errors, unsendable, unreadable, timeouts, responseTime, firstByteResponseTime } = progress
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
      return errors - unsendable - unreadable + timeouts
  }
}

function wrong({ kind }: Objective): string {
  return kind === 'errors' || kind === 'achieved' ? 'failed' : 'were too slow'
}
