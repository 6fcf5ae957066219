// Holds what a user expects of alerts against what they did: met, not met, or cannot be told. Reads typed facts only.
//
// A page is known once it was seen. Silence needs more: every alert that is asked about was simulated, and did not fail. A
// quiet month without a page proves no rate of 0: `never` is about the months that were simulated, a rate is judged by its
// interval. Where an alert fires often for nothing, a page after an incident may be chance, and proves nothing: neither that
// it was found, nor that it is never paged for. Whether it may is asked once, of each alert and incident (seeds/seed-findings.ts),
// so that what a table calls chance meets and breaks no expectation. A firing that nobody is told of is no page.

import { spanWords } from '../../core/backtest/span-words.ts'
import { isSign, LARGEST_CHANCE, mayBeByChance } from '../../core/drill/by-chance.ts'
import type {
  DrillDetection,
  DrillDoubt,
  DrilledAlert,
  JudgedDrillExpectation,
} from '../../core/report/drill-report.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted, listed, times } from '../../core/text/plural.ts'
import { alertsAbout } from './alerts-about.ts'
import { type IncidentTimes, othersSeen } from './apart-from-others.ts'
import { chanceOfFiring } from './chance-of-firing.ts'
import type { DrillExpectation, Expected } from './drill-expectation.ts'
import { doubtWords, namesOf, type SilenceFacts, silenceDoubts, timeDoubts } from './expectation-doubts.ts'

const DAY_SECONDS = 86_400

export function judgeDrillExpectation(
  expectation: DrillExpectation,
  alerts: readonly DrilledAlert[],
  facts: SilenceFacts,
): JudgedDrillExpectation {
  const asked = alertsAbout(expectation, alerts)
  return { ...judgedWith(expectation, asked, findingOf(expectation.expected, asked, facts)), overSeeds: null }
}

export function judgedWith(
  { text, expected }: DrillExpectation,
  asked: readonly DrilledAlert[],
  { finding, doubts, reason }: ExpectationFinding,
): Omit<JudgedDrillExpectation, 'overSeeds'> {
  return {
    expectation: text,
    finding,
    doubts: [...doubts],
    alerts: [...new Set(asked.map(({ alert }) => alert))],
    incident: expected.kind === 'quiet' ? null : expected.incident,
    reason,
  }
}

/** Without the names of what it is about. */
export interface ExpectationFinding {
  readonly finding: JudgedDrillExpectation['finding']
  readonly doubts: readonly DrillDoubt[]
  readonly reason: string
}

function findingOf(expected: Expected, asked: readonly DrilledAlert[], facts: SilenceFacts): ExpectationFinding {
  if (asked.length === 0) return inconclusive(['not-simulated'], 'No alert of the rules is meant.')
  if (expected.kind === 'quiet') return quietFinding(expected, asked, facts)
  const seen = asked.flatMap((alert) => {
    const detection = alert.detections.find(({ incident }) => incident === expected.incident)
    return detection === undefined ? [] : [{ alert, detection }]
  })
  return expected.kind === 'silent'
    ? silentFinding(expected, seen, asked, facts)
    : incidentFinding(expected, seen, asked, facts)
}

interface Seen {
  readonly alert: DrilledAlert
  readonly detection: DrillDetection
}

export type AboutIncident = Exclude<Expected, { kind: 'quiet' | 'silent' }>
export type Silent = Extract<Expected, { kind: 'silent' }>

function incidentFinding(
  expected: AboutIncident,
  seen: readonly Seen[],
  asked: readonly DrilledAlert[],
  facts: SilenceFacts,
): ExpectationFinding {
  const met = seen.filter(({ detection }) => doesIt(expected, detection))
  const proof = proofOf(expected, met, facts)
  if (proof !== null)
    return proofFinding(expected, proof, { finding: 'pass', what: didWhat(expected, proof.by) }, facts)
  const hasBudget = expected.kind !== 'before-budget' || seen.some(({ detection }) => detection.burnt.length > 0)
  const doubts = [
    ...lacksOf(seen, asked, facts, true),
    ...timeDoubts(expected, asked, facts),
    ...(hasBudget ? [] : (['no-objective'] as const)),
  ]
  const instead = seen.filter(({ detection }) => detection.outcome === 'detected').sort(bySignAndDelay)[0]
  // What is over late may be a firing of its own, which began after the one of the incident.
  if (expected.kind === 'resolves' && doubts.length === 0 && instead !== undefined && mayFireAgain(instead))
    return proofFinding(
      expected,
      { by: instead, doubt: 'by-chance' },
      { finding: 'fail', what: didWhat(expected, instead) },
      facts,
    )
  const what = instead === undefined ? missedWords(expected, seen) : `${didWhat(expected, instead)}.`
  return doubts.length > 0
    ? inconclusive(doubts, `${lackWords(doubts, seen, asked)} ${what}`)
    : { finding: 'fail', doubts: [], reason: what }
}

/** What is expected, or never to be: whether an alert did it. */
export function doesIt(expected: Exclude<Expected, { kind: 'quiet' }>, detection: DrillDetection): boolean {
  if (detection.outcome !== 'detected') return false
  if (expected.kind === 'silent') return expected.of === 'fires' || detection.notifiedAfterSeconds !== null
  return isMet(expected, detection)
}

function isMet(
  expected: AboutIncident,
  { firingAfterSeconds, notifiedAfterSeconds, ...detection }: DrillDetection,
): boolean {
  const isWithin = (seconds: number | null, most: number | null) =>
    seconds !== null && (most === null || seconds <= most)
  switch (expected.kind) {
    case 'pages':
      return isWithin(notifiedAfterSeconds, expected.withinSeconds)
    case 'fires':
      return isWithin(firingAfterSeconds, expected.withinSeconds)
    case 'resolves':
      return isWithin(detection.resolvedAfterSeconds, expected.withinSeconds)
    case 'before-budget':
      return (
        notifiedAfterSeconds !== null &&
        detection.burnt.length > 0 &&
        detection.burnt.every(({ share }) => share !== null && share <= expected.share)
      )
  }
}

/** Why what an alert did proves nothing; null where it does. */
function doubtOf(
  expected: AboutIncident | Silent,
  { alert, detection }: Seen,
  times: IncidentTimes,
): DrillDoubt | null {
  if (mayBeByChance(detection)) return 'by-chance'
  if (isOfPages(expected) && alert.toldAtTimes) return 'mute-times'
  if (alert.dependsOnScrapes !== undefined) return 'scrape-phase'
  return othersSeen(alert, expected.incident, times).length > 0 ? 'other-incident' : null
}

function mayFireAgain({ alert, detection }: Seen): boolean {
  return chanceOfFiring([alert], detection.watchedSeconds) > LARGEST_CHANCE
}

interface Proof {
  readonly by: Seen
  /** Why it proves nothing; null where it does. */
  readonly doubt: DrillDoubt | null
}

/** The soonest that leaves no doubt; where all do, the first of them, and null where there is none. */
function proofOf(expected: AboutIncident | Silent, did: readonly Seen[], times: IncidentTimes): Proof | null {
  const all = did.map((by) => ({ by, doubt: doubtOf(expected, by, times) }))
  const [sure] = all.filter(({ doubt }) => doubt === null).sort((a, b) => byDelay(a.by, b.by))
  return sure ?? all[0] ?? null
}

/** @param finding where it proves something */
function proofFinding(
  { incident }: AboutIncident | Silent,
  { by, doubt }: Proof,
  { finding, what }: { readonly finding: 'pass' | 'fail'; readonly what: string },
  times: IncidentTimes,
): ExpectationFinding {
  if (doubt === null) return { finding, doubts: [], reason: `${what}.` }
  return inconclusive(
    [doubt],
    `${what}, ${doubt === 'other-incident' ? otherWords(othersSeen(by.alert, incident, times)) : butWords(doubt, by.alert)}.`,
  )
}

function butWords(doubt: DrillDoubt, alert: DrilledAlert): string {
  if (doubt === 'mute-times') return MUTE_WORDS
  return doubt === 'scrape-phase' ? `but ${alert.dependsOnScrapes}` : chanceWords(alert)
}

export function otherWords(others: readonly string[]): string {
  const [was, that] = others.length === 1 ? ['was', 'that'] : ['were', 'these']
  return `but ${listed(others)} ${was} still to be seen as it began, so that it may be of ${that}`
}

export const MUTE_WORDS = 'but times at which its route is mute or active are not simulated'

/** Whether it is about what people are told. */
export function isOfPages(expected: Exclude<Expected, { kind: 'quiet' }>): boolean {
  return expected.kind === 'silent' ? expected.of === 'pages' : ['pages', 'before-budget'].includes(expected.kind)
}

function silentFinding(
  expected: Silent,
  seen: readonly Seen[],
  asked: readonly DrilledAlert[],
  facts: SilenceFacts,
): ExpectationFinding {
  const { incident } = expected
  const words = (each: Seen) => didWhat({ kind: expected.of, incident, withinSeconds: null }, each)
  const did = seen.filter(({ detection }) => doesIt(expected, detection)).sort(byDelay)
  const proof = proofOf(expected, did, facts)
  if (proof !== null) return proofFinding(expected, proof, { finding: 'fail', what: words(proof.by) }, facts)
  const doubts = [...lacksOf(seen, asked, facts), ...timeDoubts(expected, asked, facts)]
  if (doubts.length > 0) return inconclusive(doubts, lackWords(doubts, seen, asked))
  const [untold] = seen.filter(({ detection }) => detection.outcome === 'detected').sort(byDelay)
  const reason = untold === undefined ? `${namesOf(asked)} did not fire for ${incident}.` : `${words(untold)}.`
  return { finding: 'pass', doubts: [], reason }
}

function quietFinding(
  { times: most, perSeconds }: Extract<Expected, { kind: 'quiet' }>,
  asked: readonly DrilledAlert[],
  facts: SilenceFacts,
): ExpectationFinding {
  // Of one that could not have fired it is not known how often it would.
  const known = asked.filter(({ quiet, cannotHold }) => quiet !== null && cannotHold === undefined)
  const paging = [...known].sort((a, b) => pagesOf(b) - pagesOf(a))
  const [worst] = paging
  const days = worst?.quiet?.days ?? 0
  const pagedWords = (alert: DrilledAlert) =>
    `${alert.alert} paged ${times(pagesOf(alert))} in ${counted(days, 'quiet day')} (95%: ${rateWords(alert)} at most)`
  const what = worst === undefined ? '' : pagesOf(worst) === 0 ? quietWords(known, worst, days) : pagedWords(worst)
  const limit = perSeconds === null ? null : most / (perSeconds / DAY_SECONDS)
  const above = paging.filter((alert) =>
    limit === null ? pagesOf(alert) > 0 : (alert.quiet?.pagesPerDay.low ?? 0) > limit,
  )
  const surely = above.find(({ toldAtTimes, dependsOnScrapes }) => !toldAtTimes && dependsOnScrapes === undefined)
  if (surely !== undefined) return { finding: 'fail', doubts: [], reason: `${pagedWords(surely)}.` }
  if (above.some(({ toldAtTimes }) => toldAtTimes)) return inconclusive(['mute-times'], `${what}, ${MUTE_WORDS}.`)
  const lacks = lacksOf([], asked, facts)
  if (lacks.length > 0 || worst === undefined)
    return inconclusive(lacks, `${lackWords(lacks, [], asked)}${what === '' ? '' : ` ${what}.`}`)
  const isOpen =
    limit !== null && known.some(({ quiet }) => (quiet?.pagesPerDay.high ?? Number.POSITIVE_INFINITY) > limit)
  if (!isOpen) return { finding: 'pass', doubts: [], reason: `${what}.` }
  return inconclusive(['interval'], `${what}: more quiet months settle it (--quiet-months, --seeds).`)
}

/** None of them paged. That nobody would have been told is no rate. */
function quietWords(known: readonly DrilledAlert[], worst: DrilledAlert, days: number): string {
  const fired = known.filter(({ quiet }) => quiet?.firings)
  const did = `${namesOf(known)} ${fired.length > 0 ? 'paged nobody' : 'did not fire'} in ${counted(days, 'quiet day')}`
  const untold = fired.filter(({ noReceiver }) => noReceiver)
  return untold.length === 0
    ? `${did}, which leaves at most ${rateWords(worst)} (95%)`
    : `${did}, but ${namesOf(untold)} fired there, of which Alertmanager tells nobody`
}

function pagesOf({ quiet }: DrilledAlert): number {
  return quiet?.pages ?? 0
}

/** What is missing for silence to prove something. */
function lacksOf(
  seen: readonly Seen[],
  asked: readonly DrilledAlert[],
  facts: SilenceFacts,
  hasToFire = false,
): DrillDoubt[] {
  const isAlreadyFiring = seen.some(({ detection }) => detection.outcome === 'already-firing')
  const isFailed = asked.some(({ failures }) => failures.length > 0)
  return silenceDoubts({ asked, isAlreadyFiring, isFailed }, facts, hasToFire)
}

function lackWords(doubts: readonly DrillDoubt[], seen: readonly Seen[], asked: readonly DrilledAlert[]): string {
  const alreadyFiring = seen.filter(({ detection }) => detection.outcome === 'already-firing').map(({ alert }) => alert)
  return `Cannot be told: ${doubtWords(doubts, { asked, alreadyFiring })}.`
}

function inconclusive(doubts: readonly DrillDoubt[], reason: string): ExpectationFinding {
  return { finding: 'inconclusive', doubts, reason: reason.trim() }
}

function bySignAndDelay(a: Seen, b: Seen): number {
  return Number(isSign(b.detection)) - Number(isSign(a.detection)) || byDelay(a, b)
}

function byDelay(a: Seen, b: Seen): number {
  const delay = ({ detection }: Seen) =>
    detection.notifiedAfterSeconds ?? detection.firingAfterSeconds ?? Number.POSITIVE_INFINITY
  return delay(a) - delay(b)
}

function didWhat(expected: AboutIncident, { alert, detection }: Seen): string {
  const { incident, notifiedAfterSeconds, firingAfterSeconds, resolvedAfterSeconds, burnt } = detection
  const after = (seconds: number) => `${spanWords(seconds * 1e3)} after ${incident} began`
  const told =
    notifiedAfterSeconds !== null
      ? `${alert.alert} paged ${after(notifiedAfterSeconds)}`
      : `${alert.alert} fired ${after(firingAfterSeconds ?? 0)}, and nobody was told`
  switch (expected.kind) {
    case 'pages':
      return told
    case 'fires':
      return `${alert.alert} fired ${after(firingAfterSeconds ?? 0)}`
    case 'resolves':
      return resolvedAfterSeconds === null
        ? `${alert.alert} still fired at the end`
        : resolvedAfterSeconds < 0
          ? `${alert.alert} resolved ${spanWords(-resolvedAfterSeconds * 1e3)} before ${incident} was over`
          : `${alert.alert} resolved ${spanWords(resolvedAfterSeconds * 1e3)} after ${incident} was over`
    case 'before-budget':
      return burnt.length === 0
        ? told
        : `${told}, with ${listed(burnt.map(({ objective, share }) => `${share === null ? 'all' : formatShare(share)} of the budget of ${objective}`))} burnt`
  }
}

function missedWords({ incident }: AboutIncident, seen: readonly Seen[]): string {
  const silent = seen.filter(({ detection }) => detection.outcome === 'missed').map(({ alert }) => alert)
  return silent.length === 0 ? '' : `${namesOf(silent)} did not fire for ${incident}.`
}

function chanceWords({ quiet }: DrilledAlert): string {
  if (quiet === null) return 'but without a quiet month it is not known whether that is chance (--quiet-months)'
  return `but it fires ${times(quiet.firings)} in ${counted(quiet.days, 'quiet day')} too, so that it may be chance`
}

/** `one in 8.1 days`, from the upper end of the interval. */
function rateWords(alert: DrilledAlert | undefined): string {
  const high = alert?.quiet?.pagesPerDay.high
  if (high === undefined || high === null) return 'any number'
  return high >= 1 ? `${high.toPrecision(2)} a day` : `one in ${Number((1 / high).toPrecision(2))} days`
}
