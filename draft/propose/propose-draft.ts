// What is known of a service → the draft of its first scenario.

import type { DiscoveredLatency } from '../../core/discovery/discovered-latency.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import type {
  Draft,
  DraftAlert,
  DraftMatch,
  DraftMetrics,
  DraftObjective,
  DraftRequest,
  DraftTarget,
} from '../draft.ts'
import type { DraftRemark } from '../draft-remark.ts'
import type { ImportedTraffic } from '../imported-traffic.ts'
import { type ProposedLimit, proposeLimit } from './propose-limit.ts'
import { type LoadWish, proposeLoad, type Session } from './propose-load.ts'

export interface KnownService {
  readonly name: string
  readonly target: DraftTarget
  /** What is taken of its metrics; null where only the client measures. */
  readonly latency: DiscoveredLatency | null
  readonly metricsUrls: readonly string[]
  readonly bearerVariable: string | null
  readonly requests: readonly DraftRequest[]
  /** The names of those that the histogram counted when they were tried; null where it was not looked at. */
  readonly countedRequests: readonly string[] | null
  readonly unknownRoutes: readonly string[]
  /** What users ask for now, without health checks; null where that is not known. */
  readonly observedRate: number | null
  /** What was imported; null where nothing was. */
  readonly traffic: ImportedTraffic | null
  /** What was found out on the way. */
  readonly remarks: readonly DraftRemark[]
}

export interface DraftWish extends LoadWish {
  /** Of the latency objective; null to propose it. */
  readonly limitSeconds: number | null
}

const QUANTILE = 0.95
const RANGE_SECONDS = 60
/** As long as the range: a shorter one filters hardly anything. */
const FOR_SECONDS = 60
/** Traffic of others below this rate is that of health checks. */
const QUIET_RATE = 1

export function proposeDraft(known: KnownService, wish: DraftWish): Draft {
  const { name, target, requests, unknownRoutes, traffic, observedRate } = known
  const latency = known.countedRequests?.length === 0 ? null : known.latency
  const limit = proposeLimit({
    histogram: latency,
    triedSeconds: requests.flatMap(({ evidence }) => (evidence.kind === 'tried' ? evidence.seconds : [])),
    givenSeconds: wish.limitSeconds,
  })
  const objectives = objectivesOf(limit)
  const steps = traffic?.steps ?? null
  const load = proposeLoad(wish, {
    observedRate,
    rates: traffic?.rates ?? [],
    objectives: objectives.flatMap(({ text }, i) => weighed(text, i === 0 ? limit.expectedShare : null)),
    session: steps === null ? null : sessionOf(steps),
  })
  const metrics = latency === null ? null : metricsOf(latency, known)
  const alert = metrics !== null && limit.canAlert ? alertOf(name, limit) : null
  return {
    name,
    target,
    metrics,
    requests,
    steps,
    data: traffic?.data ?? [],
    unknownRoutes,
    phases: load.phases,
    objectives,
    alert,
    remarks: [...known.remarks, ...remarksOn(known, latency), ...limit.remarks, ...load.remarks],
  }
}

function weighed(text: string, expectedShare: number | null) {
  const objective: Objective | undefined = parseObjective(text)
  return objective === undefined ? [] : [{ text, objective, expectedShare: expectedShare ?? 0 }]
}

function objectivesOf({ limitSeconds, why }: ProposedLimit): DraftObjective[] {
  return [
    { text: `p95 < ${durationText(limitSeconds)}`, why },
    { text: 'errors < 1%', why: { kind: 'usual' } },
    { text: 'achieved > 99%', why: { kind: 'usual' } },
  ]
}

/** As a scenario writes it, with all its digits. */
function durationText(seconds: number): string {
  const [factor, unit] = seconds >= 1 ? [1, 's'] : seconds >= 1e-3 ? [1e3, 'ms'] : [1e6, 'us']
  return `${Number((seconds * Number(factor)).toPrecision(12))}${unit}`
}

function sessionOf(steps: NonNullable<ImportedTraffic['steps']>): Session {
  return { requests: steps.length, thinkSeconds: steps.reduce((sum, { thinkSeconds }) => sum + thinkSeconds, 0) }
}

function metricsOf(latency: DiscoveredLatency, known: KnownService): DraftMetrics {
  const { name, unit, bounds } = latency
  const { requests, countedRequests, metricsUrls, bearerVariable } = known
  const isCounted = ({ name: request }: DraftRequest) => countedRequests === null || countedRequests.includes(request)
  const counted = requests.filter(isCounted)
  return {
    urls: metricsUrls,
    histogram: name,
    unit: unit.name,
    isUnitUnsaid: unit.from === 'convention' && unit.name !== 'seconds',
    bounds,
    bearerVariable,
    match: joinedMatch(counted),
    requests: counted.length === requests.length ? [] : counted.map((request) => request.name),
  }
}

/** Of all requests; none where one of them may be in any series. */
function joinedMatch(requests: readonly DraftRequest[]): DraftMatch {
  const matches = requests.flatMap(({ match }) => (match === null ? [] : [match]))
  const [first] = matches
  if (first === undefined || matches.length < requests.length) return {}
  const labels = Object.keys(first).filter((label) => matches.every((match) => match[label] !== undefined))
  return Object.fromEntries(
    labels.map((label) => [label, [...new Set(matches.flatMap((match) => match[label] ?? []))].sort()]),
  )
}

function alertOf(name: string, { limitSeconds, isBound }: ProposedLimit): DraftAlert {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const joined = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')
  return {
    name: `${/^\d/.test(joined) ? 'Service' : ''}${joined}Slow`,
    quantile: QUANTILE,
    thresholdSeconds: limitSeconds,
    isBound,
    rangeSeconds: RANGE_SECONDS,
    forSeconds: FOR_SECONDS,
  }
}

function remarksOn(known: KnownService, latency: DiscoveredLatency | null): DraftRemark[] {
  const { requests, countedRequests, traffic, target, unknownRoutes } = known
  const untried = requests.filter(({ evidence }) => evidence.kind === 'untried').map(({ name }) => name)
  const tried = requests.filter(({ evidence }) => evidence.kind === 'tried').map(({ name }) => name)
  const uncounted = countedRequests === null ? [] : tried.filter((name) => !countedRequests.includes(name))
  const { serverErrorShare = null, ratePerSecond = null } = latency?.all ?? {}
  return [
    ...(target.allowHost === null ? [] : [{ kind: 'other-host', host: target.allowHost } as const]),
    ...(unknownRoutes.length === 0 ? [] : [{ kind: 'routes-unknown', routes: unknownRoutes } as const]),
    ...(untried.length === 0 ? [] : [{ kind: 'untried', requests: untried } as const]),
    ...(uncounted.length === 0 || known.latency === null
      ? []
      : [{ kind: 'uncounted', requests: uncounted, histogram: known.latency.name } as const]),
    ...(latency?.unit.from === 'convention' && latency.unit.name === 'milliseconds'
      ? [{ kind: 'unit-assumed', name: latency.name, highestBound: (latency.bounds.at(-1) ?? 0) * 1000 } as const]
      : []),
    ...(ratePerSecond !== null && ratePerSecond > QUIET_RATE
      ? [{ kind: 'others-traffic', perSecond: ratePerSecond } as const]
      : []),
    ...(serverErrorShare !== null && serverErrorShare >= 0.01
      ? [{ kind: 'server-errors', share: serverErrorShare } as const]
      : []),
    ...(traffic?.secrets ?? []).map((secret) => ({ kind: 'secret', ...secret }) as const),
    ...(traffic?.omitted ?? []).map((omission) => ({ kind: 'omitted', ...omission }) as const),
  ]
}
