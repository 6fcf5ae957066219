// Holds what a user expects of alerts about an incident against what they did in many seeds. Reads typed facts only.
//
// What is to happen is met where the share of seeds in which it does is, with 95% confidence, at least the share that is asked
// for (Clopper and Pearson), and not met where it certainly is below. A seed of which it cannot be told counts against either:
// for a yes as one in which it did not happen, for a no as one in which it did. What is never to happen is met where no seed had
// it, with the share that so many seeds leave possible, and not met where more had it than false pages explain.
//
// Chance is weighed twice. Of an alert whose firings over all seeds may be chance, as the tables say it (seeds/incident-tally.ts),
// no page counts. Of the others as many are taken off as come by themselves in the time that is asked for: that a page is a sign in
// most seeds does not say that it is in all.

import { CONFIDENCE_PERCENT } from '../../../core/confidence-level.ts'
import { LARGEST_CHANCE, mayBeByChance } from '../../../core/drill/by-chance.ts'
import type {
  DrillDoubt,
  DrilledAlert,
  ExpectationOverSeeds,
  JudgedDrillExpectation,
} from '../../../core/report/drill-report.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { counted } from '../../../core/text/plural.ts'
import { binomialAtMost } from '../../statistics/binomial.ts'
import { clopperPearson } from '../../statistics/clopper-pearson.ts'
import { requestsToSettle } from '../../statistics/requests-to-settle.ts'
import { alertsAbout } from '../alerts-about.ts'
import { othersSeen } from '../apart-from-others.ts'
import { chanceOfFiring } from '../chance-of-firing.ts'
import type { DrillExpectation, Expected } from '../drill-expectation.ts'
import {
  anyCannotHold,
  doubtsThat,
  doubtWords,
  namesOf,
  type SilenceFacts,
  silenceDoubts,
  timeDoubts,
} from '../expectation-doubts.ts'
import {
  type AboutIncident,
  type ExpectationFinding,
  isOfPages,
  judgedWith,
  MUTE_WORDS,
  otherWords,
  type Silent,
} from '../judge-drill-expectation.ts'
import { shareOf } from './incident-tally.ts'
import type { SeedAnswer } from './seed-tally.ts'

export interface OverSeedsFacts extends SilenceFacts {
  /** In which share of all seeds it has to hold, from 0 to 1. */
  readonly requiredShare: number
  readonly hasObjectives: boolean
}

interface Evidence {
  readonly asked: readonly DrilledAlert[]
  /** The alerts simulated, by place. */
  readonly simulated: readonly DrilledAlert[]
  readonly answers: readonly SeedAnswer[]
  readonly seeds: number
}

/** An alert counts by all of its quiet months, of all seeds. */
export function judgeOverSeeds(
  expectation: DrillExpectation,
  alerts: readonly DrilledAlert[],
  answers: readonly SeedAnswer[],
  facts: OverSeedsFacts,
): JudgedDrillExpectation {
  const { expected } = expectation
  const asked = alertsAbout(expectation, alerts)
  const simulated = alerts.filter(({ outcome }) => outcome === 'evaluated')
  const evidence = { asked, simulated, answers, seeds: seedsOf(answers, () => true) }
  const { overSeeds, ...finding } = findingOf(expected, evidence, facts)
  return { ...judgedWith(expectation, asked, finding), overSeeds }
}

interface Judged extends ExpectationFinding {
  readonly overSeeds: ExpectationOverSeeds | null
}

function findingOf(expected: Expected, evidence: Evidence, facts: OverSeedsFacts): Judged {
  if (evidence.asked.length === 0) return inconclusive(['not-simulated'], 'No alert of the rules is meant.', null)
  if (evidence.seeds === 0) {
    const doubts: DrillDoubt[] = facts.interrupted ? ['interrupted'] : ['not-simulated']
    return inconclusive(
      doubts,
      `Cannot be told: ${doubtWords(doubts, { asked: evidence.asked, alreadyFiring: [] })}.`,
      null,
    )
  }
  switch (expected.kind) {
    case 'quiet':
      throw new RangeError('expected an expectation of an incident, got one of a quiet month')
    case 'silent':
      return neverFinding(expected, evidence, facts)
    default:
      return shareFinding(expected, evidence, facts)
  }
}

function shareFinding(expected: AboutIncident, evidence: Evidence, facts: OverSeedsFacts): Judged {
  const { simulated, answers, seeds } = evidence
  const { requiredShare } = facts
  const doing = new Set(answers.flatMap(({ by }) => by))
  const noisy = new Set([...doing].filter((place) => mayBeChance(simulated[place], expected.incident)))
  const timed = new Set([...doing].filter((place) => isOfPages(expected) && simulated[place]?.toldAtTimes))
  const beside = new Set([...doing].filter((place) => isBesideOthers(simulated[place], expected.incident, facts)))
  const telling = [...doing].filter((place) => !noisy.has(place) && !timed.has(place) && !beside.has(place))
  const { sure, held, open, atLeast, target, chance } = weighed(expected, telling, evidence, requiredShare)
  const doubts = doubtsOf(expected, open, { noisy, timed, beside }, evidence, facts)
  const cannotTell = seedsOf(
    open,
    (answer) => isAlwaysOpen(doubts) || isMuddled(expected, evidence.asked) || isOpen(answer),
  )
  const atMost = clopperPearson(held + cannotTell, seeds).upper
  const isDecided = atLeast >= target || atMost < requiredShare
  const enoughSeeds = isDecided || cannotTell > 0 ? null : enoughFor(held, seeds, target)
  const notHeld = open.length === 0 ? null : Math.min(...open.map(({ firstSeed }) => firstSeed))
  const overSeeds: ExpectationOverSeeds = {
    ...{ seeds, held, cannotTell, requiredShare, enoughSeeds },
    share: shareOf(held, seeds),
    exampleSeed: notHeld,
  }
  const who = held === 0 ? '' : `, by ${namesOf(sure)}`
  const asked = `where ${formatShare(requiredShare)} is asked for`
  const what = `It held in ${ofSeeds(held, seeds)}${who}`
  const example = notHeld === null ? '' : `; not in seed ${notHeld} (--seed ${notHeld})`
  if (atLeast >= target)
    return {
      finding: 'pass',
      doubts: [],
      overSeeds,
      reason: `${what}: in at least ${formatShare(atLeast)} of all (${CONFIDENCE_PERCENT}), ${asked}.`,
    }
  if (atMost < requiredShare)
    return {
      finding: 'fail',
      doubts: [],
      overSeeds,
      reason: `${what}: in at most ${formatShare(atMost)} of all (${CONFIDENCE_PERCENT}), ${asked}${example}.`,
    }
  const alreadyFiring = alertsAt([...new Set(open.flatMap((answer) => answer.alreadyFiring))], simulated)
  const unknown =
    cannotTell === 0
      ? ''
      : `Of ${ofSeeds(cannotTell, seeds)} it cannot be told: ${doubtWords(doubts, { asked: evidence.asked, alreadyFiring })}. `
  return inconclusive(
    [
      ...doubts,
      ...(atLeast >= requiredShare ? (['by-chance'] as const) : []),
      ...(clopperPearson(held + cannotTell, seeds).lower < target ? (['interval'] as const) : []),
    ],
    `${unknown}${what}: in ${formatShare(atLeast)} to ${formatShare(atMost)} of all (${CONFIDENCE_PERCENT}), ${asked}${chance > LEAST_TOLD ? `, and ${chanceFigure(chance)} of all would have one without the incident` : ''}${example}${enoughWords(enoughSeeds, cannotTell)}.`,
    overSeeds,
  )
}

interface Weighed {
  readonly sure: readonly DrilledAlert[]
  readonly held: number
  /** The seeds in which none of these alerts did it. */
  readonly open: readonly SeedAnswer[]
  readonly atLeast: number
  readonly chance: number
  readonly target: number
}

/** By the alerts that fire least by themselves, where these do; else by all of them: more alerts do it oftener, by chance too. */
function weighed(
  expected: AboutIncident,
  places: readonly number[],
  { simulated, answers, seeds }: Evidence,
  requiredShare: number,
): Weighed {
  const weigh = (own: readonly number[]): Weighed => {
    const isHeld = ({ by }: SeedAnswer) => by.some((place) => own.includes(place))
    const held = seedsOf(answers, isHeld)
    const sure = alertsAt(own, simulated)
    const chance = chanceWhereAsked(expected, sure)
    return {
      ...{ sure, held, chance },
      open: answers.filter((answer) => !isHeld(answer)),
      atLeast: clopperPearson(held, seeds).lower,
      // p = c + (1 − c) · f: of the pages that come in time, so many are chance.
      target: chance + requiredShare * (1 - chance),
    }
  }
  const chanceAt = new Map(places.map((place) => [place, chanceWhereAsked(expected, alertsAt([place], simulated))]))
  const quietestFirst = [...places].sort((a, b) => (chanceAt.get(a) ?? 0) - (chanceAt.get(b) ?? 0))
  const enough = quietestFirst
    .map((_, i) => weigh(quietestFirst.slice(0, i + 1)))
    .find(({ atLeast, target }) => atLeast >= target)
  return enough ?? weigh(places)
}

/** Of the seeds in which it did not hold for certain: why that may be. */
function doubtsOf(
  expected: AboutIncident,
  open: readonly SeedAnswer[],
  { noisy, timed, beside }: Readonly<Record<'noisy' | 'timed' | 'beside', ReadonlySet<number>>>,
  { asked }: Evidence,
  facts: OverSeedsFacts,
): DrillDoubt[] {
  if (open.length === 0) return []
  const { hasRequests, hasObjectives, cannotHold } = facts
  const found = doubtsThat([
    ['not-simulated', asked.some(({ outcome }) => outcome === 'not-simulated')],
    ['cannot-hold', anyCannotHold(asked, cannotHold, true)],
    ['already-firing', open.some(({ alreadyFiring }) => alreadyFiring.length > 0)],
    ['failed', open.some(({ failed }) => failed.length > 0)],
    ['by-chance', open.some(({ by }) => by.some((place) => noisy.has(place))) || isMuddled(expected, asked)],
    ['mute-times', open.some(({ by }) => by.some((place) => timed.has(place)))],
    ['no-requests', !hasRequests],
    ['other-incident', open.some(({ by }) => by.some((place) => beside.has(place)))],
    ['no-objective', expected.kind === 'before-budget' && !hasObjectives],
  ])
  return [...found, ...timeDoubts(expected, asked, facts)]
}

/** Less than this is nothing to speak of. */
const LEAST_TOLD = 0.001

function chanceFigure(chance: number): string {
  return formatShare(Number(chance.toPrecision(2)))
}

/** Whether the tables say of its firings that they may be chance. */
function mayBeChance(alert: DrilledAlert | undefined, incident: string): boolean {
  const seen = alert?.overSeeds?.find((each) => each.incident === incident)
  return seen !== undefined && mayBeByChance(seen)
}

/** How probable it is that one of the alerts fires by itself in the time in which it is asked for. */
function chanceWhereAsked(expected: AboutIncident | Silent, alerts: readonly DrilledAlert[]): number {
  const watched = alerts.flatMap(({ detections }) =>
    detections.flatMap(({ incident, watchedSeconds }) => (incident === expected.incident ? [watchedSeconds] : [])),
  )
  const within = expected.kind === 'pages' || expected.kind === 'fires' ? expected.withinSeconds : null
  return chanceOfFiring(alerts, Math.min(within ?? Number.POSITIVE_INFINITY, Math.max(0, ...watched)))
}

/** What is over late may be a firing of its own, which began after the one of the incident. */
function isMuddled(expected: AboutIncident, asked: readonly DrilledAlert[]): boolean {
  return expected.kind === 'resolves' && chanceWhereAsked(expected, asked) > LARGEST_CHANCE
}

function isBesideOthers(alert: DrilledAlert | undefined, incident: string, times: OverSeedsFacts): boolean {
  return alert !== undefined && othersSeen(alert, incident, times).length > 0
}

const ALWAYS_OPEN: readonly DrillDoubt[] = ['too-short', 'not-simulated', 'cannot-hold', 'no-requests', 'no-objective']

/** What holds of every seed alike. */
function isAlwaysOpen(doubts: readonly DrillDoubt[]): boolean {
  return doubts.some((doubt) => ALWAYS_OPEN.includes(doubt))
}

function isOpen({ by, alreadyFiring, failed }: SeedAnswer): boolean {
  return by.length > 0 || alreadyFiring.length > 0 || failed.length > 0
}

function neverFinding(expected: Silent, evidence: Evidence, facts: OverSeedsFacts): Judged {
  const { incident } = expected
  const { asked, simulated, answers, seeds } = evidence
  const had = answers.filter(({ by }) => by.length > 0)
  const broken = seedsOf(had, () => true)
  const isAlreadyFiring = answers.some((answer) => answer.alreadyFiring.length > 0)
  const isFailed = answers.some(({ failed }) => failed.length > 0)
  const doubts = [...silenceDoubts({ asked, isAlreadyFiring, isFailed }, facts), ...timeDoubts(expected, asked, facts)]
  const first = had.length === 0 ? null : Math.min(...had.map(({ firstSeed }) => firstSeed))
  const overSeeds: ExpectationOverSeeds = {
    seeds,
    held: seeds - broken,
    cannotTell: seedsOf(answers, (answer) => answer.by.length === 0 && isOpen(answer)),
    requiredShare: 1,
    enoughSeeds: null,
    share: shareOf(seeds - broken, seeds),
    exampleSeed: first,
  }
  const did = { pages: 'paged', fires: 'fired' }[expected.of]
  if (first !== null) {
    const by = alertsAt([...new Set(had.flatMap((answer) => answer.by))], simulated)
    const what = `${namesOf(by)} ${did} for ${incident} in ${ofSeeds(broken, seeds)}, as in seed ${first} (--seed ${first})`
    const chance = chanceWhereAsked(expected, by)
    // So many seeds or more, where each has one by chance.
    const isLikely = 1 - binomialAtMost(broken - 1, seeds, chance) > LARGEST_CHANCE
    if (isLikely || by.every((alert) => mayBeChance(alert, incident)))
      return inconclusive(
        ['by-chance'],
        `${what}, but without the incident ${chanceFigure(chance)} of seeds would have one, too.`,
        overSeeds,
      )
    if (isOfPages(expected) && by.every(({ toldAtTimes }) => toldAtTimes))
      return inconclusive(['mute-times'], `${what}, ${MUTE_WORDS}.`, overSeeds)
    const others = by.map((alert) => othersSeen(alert, incident, facts))
    if (others.every(({ length }) => length > 0))
      return inconclusive(['other-incident'], `${what}, ${otherWords([...new Set(others.flat())])}.`, overSeeds)
    return { finding: 'fail', doubts: [], overSeeds, reason: `${what}.` }
  }
  const left = `${namesOf(asked)} ${did} for ${incident} in ${ofSeeds(0, seeds)}, which leaves at most ${formatShare(clopperPearson(0, seeds).upper)} of all (${CONFIDENCE_PERCENT}).`
  const alreadyFiring = alertsAt([...new Set(answers.flatMap((answer) => answer.alreadyFiring))], simulated)
  if (doubts.length > 0)
    return inconclusive(doubts, `Cannot be told: ${doubtWords(doubts, { asked, alreadyFiring })}. ${left}`, overSeeds)
  return { finding: 'pass', doubts: [], overSeeds, reason: left }
}

function inconclusive(doubts: readonly DrillDoubt[], reason: string, overSeeds: ExpectationOverSeeds | null): Judged {
  return { finding: 'inconclusive', doubts, reason, overSeeds }
}

function seedsOf(answers: readonly SeedAnswer[], holds: (answer: SeedAnswer) => boolean): number {
  return answers.filter(holds).reduce((sum, { seeds }) => sum + seeds, 0)
}

function alertsAt(places: readonly number[], alerts: readonly DrilledAlert[]): DrilledAlert[] {
  return [...places].sort((a, b) => a - b).flatMap((place) => alerts[place] ?? [])
}

/** So many seeds would tell if the share stayed; null where no number would. */
function enoughFor(held: number, seeds: number, target: number): number | null {
  const more = requestsToSettle({ fraction: held / seeds, trials: seeds }, target)
  return more === null ? null : seeds + more
}

function enoughWords(enoughSeeds: number | null, cannotTell: number): string {
  if (enoughSeeds !== null)
    return `; ${counted(enoughSeeds, 'seed')} would tell if it goes on so (--seeds ${enoughSeeds})`
  return cannotTell > 0 ? '' : '; so near to it no number of seeds tells'
}

/** `3 of 100 seeds`, `none of 100 seeds`. */
function ofSeeds(count: number, seeds: number): string {
  return `${count === 0 ? 'none' : count === seeds ? 'all' : count} of ${counted(seeds, 'seed')}`
}
