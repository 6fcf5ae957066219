// Holds what a user expects of an alert against its histories: met, not met, or cannot be told. Reads typed facts only.
//
// A firing that is sure counts whatever else is missing. Silence needs more: every rule of that name was evaluated on
// series that were there, over the whole time, without a gap and without a failure, and it could not have fired, although
// its condition could have held. One that can never hold does not fire where it has to.

import type { BacktestedAlert, TimeSpan } from '../../core/backtest/backtest.ts'
import { missingLength } from '../../core/backtest/missing-length.ts'
import { spanWords } from '../../core/backtest/span-words.ts'
import type { ExpectationDoubt, JudgedExpectation } from '../../core/report/backtest-report.ts'
import { minuteOf } from '../../core/text/minute-of.ts'
import { listed, times } from '../../core/text/plural.ts'
import { cannotHoldInWords, isInDoubt } from '../alerts/cannot-hold.ts'
import type { BacktestExpectation } from './expectation.ts'
import { unitedMs } from './firing-time.ts'
import { historiesOf } from './histories-of.ts'
import {
  drawnFirings,
  fewestWithin,
  firingCounts,
  mostWithin,
  type PossibleFiring,
  possibleFirings,
} from './possible-firings.ts'
import { instantOf } from './report-episode.ts'
import { NO_INSTANT } from './unseen-reason.ts'

export interface JudgedSpan extends TimeSpan {
  readonly variant: string
  /** From the first sample to the last one; null where there is none. */
  readonly recorded: TimeSpan | null
  /** Stopped before everything was read. */
  readonly interrupted: boolean
}

/** @param alerts the rules of that name: one page in two severities is often two rules of one name */
export function judgeExpectation(
  expectation: BacktestExpectation,
  alerts: readonly BacktestedAlert[],
  span: JudgedSpan,
): JudgedExpectation {
  const firings = alerts.flatMap((alert) => firingsOf(alert, expectation))
  const { fewest, most } = firingCounts(firings)
  const drawn = alerts.reduce((sum, alert) => sum + historiesOf(alert).drawn.length, 0)
  const lacks = lacksOf(expectation, alerts, span)
  const { verdict, doubts } = findingOf(expectation, firings, lacks)
  const isKnown = lacks.every((lack) => lack === 'shorter-than-asked')
  const isUnseen = doubts.some((doubt) => doubt === 'no-data' || doubt === 'cannot-hold' || doubt === 'not-evaluated')
  return {
    expectation: expectation.text,
    alert: expectation.alert,
    variant: span.variant,
    finding: verdict,
    doubts: [...doubts],
    fewest,
    drawn,
    most,
    reason: [
      ...(doubts.length === 0 ? [] : [doubtSentence(doubts, expectation, alerts, span)]),
      ...(isUnseen ? [] : [firingSentence(expectation, firings, drawn, timeWords(span, isKnown))]),
    ].join(' '),
  }
}

function firingsOf(alert: BacktestedAlert, { asDrawn }: BacktestExpectation): readonly PossibleFiring[] {
  const histories = historiesOf(alert)
  return asDrawn ? drawnFirings(histories) : possibleFirings(histories, alert)
}

interface Finding {
  readonly verdict: JudgedExpectation['finding']
  readonly doubts: readonly ExpectationDoubt[]
}

const MET: Finding = { verdict: 'pass', doubts: [] }
const NOT_MET: Finding = { verdict: 'fail', doubts: [] }

function findingOf(
  { kind, times: limit, perSeconds }: BacktestExpectation,
  firings: readonly PossibleFiring[],
  lacks: readonly ExpectationDoubt[],
): Finding {
  const whole = firingCounts(firings)
  const fewest = perSeconds === null ? whole.fewest : fewestWithin(firings, perSeconds * 1e3)
  const most = perSeconds === null ? whole.most : mostWithin(firings, perSeconds * 1e3)
  if (kind === 'fires' && whole.fewest > 0) return MET
  if (kind !== 'fires' && fewest > limit) return NOT_MET
  const isOpen = kind === 'fires' ? most > 0 : most > limit
  const doubts: ExpectationDoubt[] = [...(isOpen ? (['histories-disagree'] as const) : []), ...lacks]
  if (doubts.length > 0) return { verdict: 'inconclusive', doubts }
  return kind === 'fires' ? NOT_MET : MET
}

/** How much later than asked the data may begin, or how much earlier end: a sample is seen for five minutes. */
const SEEN_MS = 300_000

/** What the evidence lacks to prove that an alert was silent. */
function lacksOf(
  { kind, perSeconds, asDrawn }: BacktestExpectation,
  alerts: readonly BacktestedAlert[],
  { fromMs, toMs, recorded, interrupted }: JudgedSpan,
): ExpectationDoubt[] {
  const any = (holds: (alert: BacktestedAlert) => boolean) => alerts.some(holds)
  const lacks: [ExpectationDoubt, boolean][] = [
    ['not-evaluated', any(({ outcome }) => outcome === 'not-evaluated')],
    ['no-data', alerts.length === 0 || any(hasNoData)],
    ['cannot-hold', any((alert) => alert.outcome === 'evaluated' && isInDoubt(alert.cannotHold, kind === 'fires'))],
    ['not-known', any((alert) => alert.outcome === 'evaluated' && alert.notKnown.length > 0)],
    ['failed', !asDrawn && any((alert) => alert.outcome === 'evaluated' && alert.failures.length > 0)],
    ['without-data', !asDrawn && any((alert) => alert.outcome === 'evaluated' && alert.withoutData.length > 0)],
    ['not-recorded', recorded === null || recorded.fromMs > fromMs + SEEN_MS || recorded.toMs < toMs - SEEN_MS],
    ['interrupted', interrupted],
    ['shorter-than-asked', perSeconds !== null && toMs - fromMs < perSeconds * 1e3],
  ]
  return lacks.flatMap(([doubt, holds]) => (holds ? [doubt] : []))
}

function hasNoData(alert: BacktestedAlert): boolean {
  if (alert.outcome !== 'evaluated') return alert.outcome === 'no-data'
  return alert.evaluations === 0 || alert.missingSides.length > 0
}

function doubtSentence(
  doubts: readonly ExpectationDoubt[],
  expectation: BacktestExpectation,
  alerts: readonly BacktestedAlert[],
  span: JudgedSpan,
): string {
  return `Cannot be told: ${listed(doubts.map((doubt) => doubtWords(doubt, expectation, alerts, span)))}.`
}

function doubtWords(
  doubt: ExpectationDoubt,
  { kind, perSeconds }: BacktestExpectation,
  alerts: readonly BacktestedAlert[],
  span: JudgedSpan,
): string {
  switch (doubt) {
    case 'histories-disagree':
      return 'the buckets leave it open'
    case 'not-known': {
      const spans = alerts.flatMap((alert) => (alert.outcome === 'evaluated' ? alert.notKnown : []))
      const isOne = spans.length === 1 && unitedMs(spans) === 0
      return `${missingLength(spans, unitedMs(spans) / 1e3)}${kind === 'fires' ? ', in which it may have fired,' : ''} ${isOne ? 'is' : 'are'} not known`
    }
    case 'no-data':
      return noDataWords(alerts)
    case 'cannot-hold': {
      const found = alerts.flatMap((alert) => (alert.outcome === 'evaluated' ? (alert.cannotHold ?? []) : []))
      return listed(found.map(cannotHoldInWords))
    }
    case 'not-evaluated': {
      const problem = alerts.find((alert) => alert.outcome === 'not-evaluated')?.problem
      return `it is not evaluated here${problem === undefined ? '' : ` (${problem})`}`
    }
    case 'failed':
      return failureWords(alerts)
    case 'without-data': {
      const spans = alerts.flatMap((alert) => (alert.outcome === 'evaluated' ? alert.withoutData : []))
      const [first] = spans
      return `a series that it needs had no samples for ${missingLength(spans, unitedMs(spans) / 1e3)}${first === undefined ? '' : ` from ${minuteOf(instantOf(first.fromMs))} UTC on`}`
    }
    case 'not-recorded':
      return recordedWords(span)
    case 'interrupted':
      return 'reading was stopped before the end'
    case 'shorter-than-asked':
      return `${spanWords(span.toMs - span.fromMs)} of data do not hold a span of ${spanWords((perSeconds ?? 0) * 1e3)}`
  }
}

function noDataWords(alerts: readonly BacktestedAlert[]): string {
  const selectors = alerts.flatMap((alert) => {
    if (alert.outcome === 'no-data') return alert.selectors
    return alert.outcome === 'evaluated' ? alert.missingSides : []
  })
  if (selectors.length === 0) return NO_INSTANT
  return `no series matched ${listed([...new Set(selectors)])}`
}

function failureWords(alerts: readonly BacktestedAlert[]): string {
  const failures = alerts.flatMap((alert) => (alert.outcome === 'evaluated' ? alert.failures : []))
  const count = failures.reduce((sum, { evaluations }) => sum + evaluations, 0)
  return `${count === 1 ? 'one evaluation' : `${count} evaluations`} failed (${failures[0]?.message ?? ''})`
}

function recordedWords({ fromMs, toMs, recorded }: JudgedSpan): string {
  if (recorded === null) return 'there are no samples'
  const late = recorded.fromMs > fromMs + SEEN_MS ? [`begin at ${minuteOf(instantOf(recorded.fromMs))} UTC`] : []
  const early = recorded.toMs < toMs - SEEN_MS ? [`end at ${minuteOf(instantOf(recorded.toMs))} UTC`] : []
  return `the samples ${listed([...late, ...early])}`
}

/** `28d`, or `what is known of 28d`. */
function timeWords({ fromMs, toMs }: JudgedSpan, isKnown: boolean): string {
  const span = spanWords(toMs - fromMs)
  return isKnown ? span : `what is known of ${span}`
}

function firingSentence(
  { kind, asDrawn, perSeconds }: BacktestExpectation,
  firings: readonly PossibleFiring[],
  drawn: number,
  time: string,
): string {
  const { fewest, most } = firingCounts(firings)
  const within = perSeconds === null || most === 0 ? '' : withinWords(firings, perSeconds)
  if (asDrawn)
    return drawn === 0
      ? `It did not fire as drawn in ${time}.`
      : `It fired ${times(drawn)} as drawn in ${time}${within}.`
  if (most === 0) return `It could not have fired in ${time}.`
  if (fewest === most) return `It surely fired ${times(most)} in ${time}${within}.`
  const sure = fewest === 0 ? 'did not surely fire' : `surely fired ${times(fewest)}`
  const asShown = drawn === 0 ? 'not at all as drawn' : `${times(drawn)} as drawn`
  if (kind !== 'at-most') return `It ${sure} in ${time}, ${asShown}; it could have fired ${times(firings.length)}.`
  // More than there are firings: so often it may have gone on and off where it is left open.
  const flapping = most > firings.length ? ', had it gone on and off where it is left open' : ''
  return `It ${sure} in ${time}, ${asShown}, and at most ${times(most)}${flapping}${within}.`
}

function withinWords(firings: readonly PossibleFiring[], perSeconds: number): string {
  const [fewest, most] = [fewestWithin(firings, perSeconds * 1e3), mostWithin(firings, perSeconds * 1e3)]
  const count = fewest === most ? `${most}` : `${fewest} to ${most}`
  return `; ${count} of them within ${spanWords(perSeconds * 1e3)}`
}
