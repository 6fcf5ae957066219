// How much is sent, and for how long: what the service gets now, where that proves anything in the time; else as much as it
// takes. What whoever asked has said is kept, and told where it proves nothing.

import type { Objective } from '../../core/scenario/objective.ts'
import type { DraftPhase } from '../draft.ts'
import type { DraftRemark } from '../draft-remark.ts'
import type { ImportedRate } from '../imported-traffic.ts'
import { neededRequests } from './needed-requests.ts'

export interface LoadWish {
  /** Requests a second; null to propose one. */
  readonly rate: number | null
  /** Of the measured phase; null to propose it. */
  readonly seconds: number | null
}

export interface LoadEvidence {
  /** What the service gets now; null where that is not known. */
  readonly observedRate: number | null
  /** By time, where what was imported says it. */
  readonly rates: readonly ImportedRate[]
  readonly objectives: readonly WeighedObjective[]
  /** What one arriving user does in order; null for a mix, in which each arrival is one request. */
  readonly session: Session | null
}

export interface WeighedObjective {
  readonly text: string
  readonly objective: Objective
  /** How many requests are expected to miss its limit. */
  readonly expectedShare: number
}

export interface Session {
  readonly requests: number
  /** What the user thinks all in all. */
  readonly thinkSeconds: number
}

export interface ProposedLoad {
  readonly phases: readonly DraftPhase[]
  readonly remarks: readonly DraftRemark[]
}

const WARM_UP_SECONDS = 10
const MEASURED_SECONDS = 60
/** For chance: what is needed if all goes well seldom is enough. */
const MARGIN = 1.5
/** A first run against a busy service is no stress test. */
const HIGHEST_FIRST_RATE = 50
/** A run that takes longer is for whoever asks for it. */
const LONGEST_SECONDS = 600

export function proposeLoad(wish: LoadWish, evidence: LoadEvidence): ProposedLoad {
  const needed = evidence.objectives.map(({ text, objective, expectedShare }) => ({
    text,
    needed: neededRequests(objective, expectedShare),
  }))
  const enough = Math.max(0, ...needed.map((one) => one.needed)) * MARGIN
  const peak = wish.rate === null ? peakOf(evidence.rates) : null
  const { rate, remarks } = peak === null ? chosenRate(wish, evidence, enough) : { rate: peak.typical, remarks: [] }
  const seconds = wish.seconds ?? clamp(roundedUp(enough / rate), MEASURED_SECONDS, LONGEST_SECONDS)
  const { session } = evidence
  const perArrival = session?.requests ?? 1
  const phases = phasesOf(
    rate / perArrival,
    longEnough(seconds, wish, session),
    peak?.highest ? peak.highest / perArrival : null,
  )
  const requests = measuredRequests(phases) * perArrival
  const few = needed
    .filter((one) => requests < one.needed)
    .map(
      (one): DraftRemark => ({
        kind: 'few-requests',
        objective: one.text,
        requests,
        needed: one.needed,
        neededSeconds: (one.needed * MARGIN) / rate,
        neededRate: Number(((one.needed * MARGIN) / seconds).toPrecision(2)),
      }),
    )
  return { phases, remarks: [...remarks, ...few] }
}

function chosenRate(
  { rate, seconds }: LoadWish,
  { observedRate }: LoadEvidence,
  enough: number,
): { readonly rate: number; readonly remarks: readonly DraftRemark[] } {
  if (rate !== null) return { rate, remarks: [] }
  const least = Math.max(1, Math.ceil(enough / (seconds ?? MEASURED_SECONDS)))
  if (observedRate === null || observedRate <= 0) return { rate: least, remarks: [] }
  if (observedRate < least) {
    const remark = { kind: 'rate-raised', observedRate, rate: least, neededSeconds: enough / observedRate } as const
    return { rate: least, remarks: [remark] }
  }
  const kept = Math.max(HIGHEST_FIRST_RATE, least)
  if (observedRate > kept) return { rate: kept, remarks: [{ kind: 'rate-lowered', observedRate, rate: kept }] }
  return { rate: Number(observedRate.toPrecision(2)), remarks: [] }
}

/** The usual rate and the highest, where they differ; null without rates. */
function peakOf(rates: readonly ImportedRate[]): { readonly typical: number; readonly highest: number | null } | null {
  const sorted = rates.map(({ requestsPerSecond }) => requestsPerSecond).toSorted((a, b) => a - b)
  const typical = sorted[Math.floor(sorted.length / 2)] ?? 0
  const highest = sorted.at(-1) ?? 0
  if (!(typical > 0)) return null
  return { typical: rounded(typical), highest: highest > typical * 1.2 ? rounded(highest) : null }
}

function rounded(rate: number): number {
  return Math.max(0.1, Number(rate.toPrecision(2)))
}

/** Users who think for minutes have to come to the end of their steps. */
function longEnough(seconds: number, wish: LoadWish, session: Session | null): number {
  if (session === null || wish.seconds !== null) return seconds
  return Math.max(seconds, Math.min(LONGEST_SECONDS, roundedUp(session.thinkSeconds * 3)))
}

function phasesOf(rate: number, seconds: number, highest: number | null): DraftPhase[] {
  const at = Number(rate.toPrecision(3))
  const usual: DraftPhase[] = [
    { name: 'warm-up', seconds: WARM_UP_SECONDS, fromRate: at, toRate: at, measured: false },
    { name: 'steady', seconds, fromRate: at, toRate: at, measured: true },
  ]
  if (highest === null) return usual
  const peak = Number(highest.toPrecision(3))
  return [
    ...usual,
    { name: 'rise', seconds: WARM_UP_SECONDS, fromRate: at, toRate: peak, measured: true },
    { name: 'peak', seconds, fromRate: peak, toRate: peak, measured: true },
  ]
}

function measuredRequests(phases: readonly DraftPhase[]): number {
  return Math.round(
    phases
      .filter(({ measured }) => measured)
      .reduce((sum, { seconds, fromRate, toRate }) => sum + (seconds * (fromRate + toRate)) / 2, 0),
  )
}

function roundedUp(seconds: number): number {
  return Math.ceil(seconds / 10) * 10
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
