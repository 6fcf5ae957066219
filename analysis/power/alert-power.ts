// What is said of one alert, or of any of several: its points, the smallest incidents it finds, and the sentence.

import type { AlertPower, FalsePages, PowerPoint, SmallestIncident, TrafficTime } from '../../core/drill/power-curve.ts'
import type { TrafficRates } from './incident-words.ts'
import { powerSentence } from './power-sentence.ts'
import { type IncidentKind, smallestIncident } from './smallest-incident.ts'

export interface PowerAxes {
  readonly shares: readonly number[]
  /** Null for requests that fail. */
  readonly slowdowns: readonly (number | null)[]
  readonly durationsSeconds: readonly number[]
}

export interface AlertFacts {
  readonly alert: string
  readonly group: string
  readonly line: number
  /** As sentences call it: rules that share a name are told apart by their lines. */
  readonly spoken: string
}

export interface AlertEvidence {
  /** Null for any of several alerts. */
  readonly facts: AlertFacts | null
  /** In any order. */
  readonly points: readonly PowerPoint[]
  readonly falsePages: FalsePages | null
  readonly failures: readonly string[]
}

export interface PowerStudyFacts {
  /** Null where no curve was asked for. */
  readonly axes: PowerAxes | null
  readonly asked: {
    readonly share: number
    readonly slowdown: number | null
    readonly withinSeconds: number | null
  } | null
  readonly rates: TrafficRates
  readonly requiredProbability: number
  readonly mostTrials: number
}

/** Of an alert that fires before nearly all incidents no page tells anything. */
const ALWAYS_FIRING_SHARE = 0.9

export function alertPower({ facts, points, falsePages, failures }: AlertEvidence, study: PowerStudyFacts): AlertPower {
  const { axes, rates, mostTrials } = study
  const traffic = rates.nightRatePerSecond === null ? 'day' : 'night'
  const spoken = spokenKinds(study)
  const ofTraffic = (kinds: readonly IncidentKind[]) =>
    smallestOfEach(
      kinds.filter((kind) => kind.traffic === traffic),
      points,
    )
  const trials = points.reduce((sum, point) => sum + point.trials, 0)
  const before = points.reduce((sum, { alreadyFiring }) => sum + alreadyFiring, 0)
  return {
    alert: facts?.alert ?? null,
    group: facts?.group ?? null,
    line: facts?.line ?? null,
    points: [...points].sort(inOrder),
    falsePages,
    smallest: axes === null ? [] : smallestOfEach(allKinds(axes, rates), points),
    failures,
    sentence: powerSentence({
      ...{ alert: facts?.spoken ?? null, rates, falsePages, mostTrials },
      strongest: ofTraffic(spoken.strongest),
      asked: ofTraffic(spoken.asked)[0] ?? null,
      withinSeconds: study.asked?.withinSeconds ?? null,
      isAlwaysFiring: trials > 0 && before > ALWAYS_FIRING_SHARE * trials,
    }),
  }
}

/** Those that sentences are about, whose boundaries are looked for: the strongest that are tried, and the one asked for. */
export function spokenKinds({ axes, asked, rates }: PowerStudyFacts): {
  readonly strongest: readonly IncidentKind[]
  /** None where it is one of the strongest. */
  readonly asked: readonly IncidentKind[]
} {
  if (axes === null) return { strongest: [], asked: [] }
  const share = Math.max(...axes.shares)
  const factors = axes.slowdowns.filter((slowdown) => slowdown !== null)
  const slowdowns = [
    ...(factors.length > 0 ? [Math.max(...factors)] : []),
    ...axes.slowdowns.filter((each) => each === null),
  ]
  const times = trafficTimes(rates)
  const isOther = asked !== null && !(asked.share === share && slowdowns.includes(asked.slowdown))
  return {
    strongest: times.flatMap((traffic) => slowdowns.map((slowdown) => ({ share, slowdown, traffic }))),
    asked: isOther ? times.map((traffic) => ({ share: asked.share, slowdown: asked.slowdown, traffic })) : [],
  }
}

export function trafficTimes({ nightRatePerSecond }: TrafficRates): readonly TrafficTime[] {
  return nightRatePerSecond === null ? ['day'] : ['day', 'night']
}

export function allKinds({ shares, slowdowns }: PowerAxes, rates: TrafficRates): readonly IncidentKind[] {
  return trafficTimes(rates).flatMap((traffic) =>
    slowdowns.flatMap((slowdown) => shares.map((share) => ({ share, slowdown, traffic }))),
  )
}

export function smallestOfEach(
  kinds: readonly IncidentKind[],
  points: readonly PowerPoint[],
): readonly SmallestIncident[] {
  return kinds.flatMap((kind) => smallestIncident(points, kind) ?? [])
}

function inOrder(a: PowerPoint, b: PowerPoint): number {
  const factor = ({ slowdown }: PowerPoint) => slowdown ?? Number.MAX_VALUE
  return (
    a.traffic.localeCompare(b.traffic) ||
    factor(a) - factor(b) ||
    a.share - b.share ||
    a.durationSeconds - b.durationSeconds
  )
}
