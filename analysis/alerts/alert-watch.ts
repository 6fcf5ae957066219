// The history of one alert, and what is known about the data of its condition. Times are seconds of the run.

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import type { AlertEvidence, EvidenceChange, Lack } from '../../core/run/alert-evidence.ts'
import { type LoadResult, measuredSlots } from '../../core/run/load-result.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'

export interface AlertWatch {
  readonly history: AlertHistory
  /** When the rule was last evaluated: a later deadline was never reached. */
  readonly untilSeconds: number
  /** Null where it is not known whether the condition had data. */
  readonly evidence: AlertEvidence | null
  /** Stretches without a successful scrape of some endpoint. */
  readonly lostScrapes: readonly Stretch[]
  /** Seconds of measured phases in which requests were due, ascending. */
  readonly trafficSeconds: readonly number[]
  /** A stretch without data that is no longer than this hides nothing: a rate needs two scrapes and an evaluation. */
  readonly toleratedSeconds: number
}

export interface Stretch {
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** A stretch during which the condition lacked the same. */
export interface Gap extends Stretch {
  readonly lacks: readonly Lack[]
}

export function watchAlert(history: AlertHistory, prometheus: PrometheusRecord, load: LoadResult): AlertWatch {
  const { estimates, scrapeIntervalSeconds, evaluationIntervalSeconds } = prometheus
  const last = estimates.at(-1)?.atSeconds ?? prometheus.snapshots.at(-1)?.atSeconds ?? 0
  const evidence = history.evidence ?? evidenceOfEstimates(history, prometheus)
  const offered = measuredSlots(load).flatMap(({ second, offered }) => (offered > 0 ? [second] : []))
  return {
    history,
    untilSeconds: Math.max(evidence?.untilSeconds ?? last, history.transitions.at(-1)?.at ?? 0),
    evidence,
    lostScrapes: lostScrapes(prometheus),
    trafficSeconds: [...new Set(offered)].sort((a, b) => a - b),
    toleratedSeconds: 2 * scrapeIntervalSeconds + evaluationIntervalSeconds,
  }
}

/** What the recorded estimates say, where they are the values that the rule compares. */
function evidenceOfEstimates(history: AlertHistory, prometheus: PrometheusRecord): AlertEvidence | null {
  if (!watchesEstimate(history, prometheus)) return null
  const { estimate, estimates } = prometheus
  const nothing: readonly Lack[] = [{ kind: 'noEstimate', expression: estimate.expression }]
  const changes = estimates
    .map(({ atSeconds, value }): EvidenceChange => ({ at: atSeconds, lacks: value === null ? nothing : [] }))
    .filter(({ lacks }, i, all) => i === 0 || lacks.length !== all[i - 1]?.lacks.length)
  const untilSeconds = estimates.at(-1)?.atSeconds ?? 0
  return { changes, untilSeconds, missed: [], absentNumerators: [], stoodIn: [] }
}

/** Whether the estimates that Prometheus recorded are the values that the rule compares. */
export function watchesEstimate({ watches }: AlertHistory, { estimate, estimates }: PrometheusRecord): boolean {
  return estimates.length > 0 && watches?.expression === estimate.expression
}

export function stateAt({ transitions }: AlertHistory, atSeconds: number): AlertState {
  return transitions.findLast(({ at }) => at <= atSeconds)?.state ?? 'inactive'
}

/** The parts of [from, to] in which the condition lacked something. */
export function gapsBetween({ changes, untilSeconds }: AlertEvidence, from: number, to: number): readonly Gap[] {
  return changes.flatMap(({ at, lacks }, i) => {
    const fromSeconds = i === 0 ? from : Math.max(from, at)
    const toSeconds = Math.min(to, changes[i + 1]?.at ?? Math.max(untilSeconds, to))
    return lacks.length === 0 || fromSeconds > toSeconds ? [] : [{ fromSeconds, toSeconds, lacks }]
  })
}

/** The longest stretch of data within [from, to]; 0 where there was none. */
export function longestData({ changes, untilSeconds }: AlertEvidence, from: number, to: number): number {
  const stretches = changes.map(({ at, lacks }, i) =>
    lacks.length > 0 ? 0 : Math.min(to, changes[i + 1]?.at ?? untilSeconds) - Math.max(from, at),
  )
  return Math.max(0, ...stretches)
}

export function hadDataBetween({ changes, untilSeconds }: AlertEvidence, from: number, to: number): boolean {
  return changes.some(
    ({ at, lacks }, i) =>
      lacks.length === 0 && at <= to && (changes[i + 1]?.at ?? Math.max(untilSeconds, at) + 1e-9) > from,
  )
}

function lostScrapes({ scrapes, scrapeIntervalSeconds }: PrometheusRecord): readonly Stretch[] {
  const instances = [...new Set(scrapes.map(({ instance }) => instance))]
  return instances.flatMap((name) => {
    const own = scrapes.filter(({ instance }) => instance === name)
    const times = own.filter(({ error }) => error === null).map(({ atSeconds }) => atSeconds)
    const last = own.at(-1)?.atSeconds ?? 0
    const ends = [own[0]?.atSeconds ?? 0, ...times, last]
    return ends.slice(1).flatMap((toSeconds, i) => {
      const fromSeconds = ends[i] as number
      const isLost = toSeconds - fromSeconds > 1.5 * scrapeIntervalSeconds
      return isLost &&
        own.some(({ atSeconds, error }) => error !== null && atSeconds >= fromSeconds && atSeconds <= toSeconds)
        ? [{ fromSeconds, toSeconds }]
        : []
    })
  })
}
