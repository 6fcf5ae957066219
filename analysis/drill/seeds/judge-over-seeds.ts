// Holds what a user expects of alerts about an incident against what they did in many seeds. Reads typed facts only.
//
// What is to happen is met where the share of seeds in which it does is, with 95% confidence, at least the share that is asked
// for (Clopper and Pearson), and not met where it certainly is below. A seed of which it cannot be told counts against either:
// for a yes as one in which it did not happen, for a no as one in which it did. What is never to happen is met where no seed had
// it, with the share that so many seeds leave possible, and not met where more had it than false pages explain.

import { CONFIDENCE_PERCENT } from '../../../core/confidence-level.ts'
import { LARGEST_CHANCE } from '../../../core/drill/by-chance.ts'
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
import type { DrillExpectation, Expected } from '../drill-expectation.ts'
import { anyCannotHold, doubtsThat, doubtWords, namesOf, silenceDoubts } from '../expectation-doubts.ts'
import {
  type AboutIncident,
  chanceOf,
  type ExpectationFacts,
  type ExpectationFinding,
  isOfPages,
  judgedWith,
  MUTE_WORDS,
  otherWords,
  type Silent,
  timeDoubts,
} from '../judge-drill-expectation.ts'
import { shareOf } from './incident-tally.ts'
import type { SeedAnswer } from './seed-tally.ts'

export interface OverSeedsFacts extends ExpectationFacts {
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
  const noisy = new Set(
    [...doing].filter((place) => chanceOf(expected, alertsAt([place], simulated), facts) > LARGEST_CHANCE),
  )
  const timed = new Set([...doing].filter((place) => isOfPages(expected) && simulated[place]?.toldAtTimes))
  const beside = new Set([...doing].filter((place) => isBesideOthers(simulated[place], expected.incident, facts)))
  const isSure = (place: number) => !noisy.has(place) && !timed.has(place) && !beside.has(place)
  const sure = alertsAt([...doing].filter(isSure), simulated)
  const isHeld = ({ by }: SeedAnswer) => by.some(isSure)
  const held = seedsOf(answers, isHeld)
  const open = answers.filter((answer) => !isHeld(answer))
  const doubts = doubtsOf(expected, open, { noisy, timed, beside }, evidence, facts)
  const cannotTell = seedsOf(open, (answer) => isAlwaysOpen(doubts) || isOpen(answer))
  const atLeast = clopperPearson(held, seeds).lower
  const atMost = clopperPearson(held + cannotTell, seeds).upper
  // p = c + (1 − c) · f: of the pages that come in time, so many are chance.
  const chance = chanceOf(expected, sure, facts)
  const target = chance + requiredShare * (1 - chance)
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
    [...doubts, ...(clopperPearson(held + cannotTell, seeds).lower < target ? (['interval'] as const) : [])],
    `${unknown}${what}: in ${formatShare(atLeast)} to ${formatShare(atMost)} of all (${CONFIDENCE_PERCENT}), ${asked}${example}${enoughWords(enoughSeeds, cannotTell)}.`,
    overSeeds,
  )
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
  return [
    ...timeDoubts(expected, asked, facts),
    ...doubtsThat([
      ['not-simulated', asked.some(({ outcome }) => outcome === 'not-simulated')],
      ['cannot-hold', anyCannotHold(asked, cannotHold, true)],
      ['already-firing', open.some(({ alreadyFiring }) => alreadyFiring.length > 0)],
      ['failed', open.some(({ failed }) => failed.length > 0)],
      ['by-chance', open.some(({ by }) => by.some((place) => noisy.has(place)))],
      ['mute-times', open.some(({ by }) => by.some((place) => timed.has(place)))],
      ['no-requests', !hasRequests],
      ['no-objective', expected.kind === 'before-budget' && !hasObjectives],
      ['other-incident', open.some(({ by }) => by.some((place) => beside.has(place)))],
    ]),
  ]
}

function isBesideOthers(alert: DrilledAlert | undefined, incident: string, facts: OverSeedsFacts): boolean {
  return alert !== undefined && othersSeen(alert, incident, facts).length > 0
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
    const chance = chanceOf(expected, by, facts)
    // So many seeds or more, where each has one by chance.
    if (1 - binomialAtMost(broken - 1, seeds, chance) > LARGEST_CHANCE)
      return inconclusive(
        ['by-chance'],
        `${what}, but without the incident ${formatShare(Number(chance.toPrecision(2)))} of seeds would have one, too.`,
        overSeeds,
      )
    if (isOfPages(expected) && by.every(({ toldAtTimes }) => toldAtTimes))
      return inconclusive(['mute-times'], `${what}, ${MUTE_WORDS}.`, overSeeds)
    const beside = by.map((alert) => othersSeen(alert, incident, facts))
    if (beside.every((others) => others.length > 0))
      return inconclusive(['other-incident'], `${what}, ${otherWords([...new Set(beside.flat())])}.`, overSeeds)
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
