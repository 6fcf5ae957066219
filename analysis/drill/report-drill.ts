// From what was seen of simulated months to the report: what every alert did, held against what was expected.

import type { DrillIncident } from '../../core/drill/drill-incident.ts'
import { DAY_SECONDS } from '../../core/drill/incident-catalogue.ts'
import type { MonthOutcome } from '../../core/drill/month-outcome.ts'
import type {
  DrilledAlert,
  DrillReport,
  JudgedDrillExpectation,
  ReportedIncident,
} from '../../core/report/drill-report.ts'
import { DRILL_SCHEMA_VERSION } from '../../core/report/schema/drill/drill-schema.ts'
import { worstVerdict } from '../../core/report/worst-verdict.ts'
import type { CannotHold, Lack } from '../../core/run/alert-evidence.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { cannotHoldInWords } from '../alerts/cannot-hold.ts'
import { withoutReceiver } from './alerts-about.ts'
import { traceSeconds } from './apart-from-others.ts'
import type { DrillExpectation } from './drill-expectation.ts'
import { drillHeadline, drillReasons } from './drill-headline.ts'
import { cannotHoldReasons, namesOf } from './expectation-doubts.ts'
import { judgeDrillExpectation } from './judge-drill-expectation.ts'
import type { ReducedAlert } from './month-outcome.ts'
import { addQuietMonth, NO_QUIET_TIME, reportedQuiet } from './quiet-time.ts'
import { judgeOverSeeds } from './seeds/judge-over-seeds.ts'
import { seedFindings } from './seeds/seed-findings.ts'
import type { SeedTally } from './seeds/seed-tally.ts'

/** What the report says that months do not change. */
export type DrillFacts = Omit<
  DrillReport,
  'schemaVersion' | 'verdict' | 'headline' | 'reasons' | 'seeds' | 'months' | 'incidents' | 'alerts' | 'expectations'
>

/** An alert before anything of it was simulated. */
export type DrilledRule = Omit<
  DrilledAlert,
  'failures' | 'cannotHold' | 'quiet' | 'detections' | 'overSeeds' | 'episodes'
> & {
  readonly evaluationSeconds: number
  /** Why its condition can never hold, whatever its series are; null where that is not known. */
  readonly neverHolds: string | null
}

/** A month of the first seed, with its firings. */
export interface SeenMonth {
  readonly incidents: readonly DrillIncident[]
  readonly outcome: MonthOutcome
}

export interface DrillFindings {
  readonly facts: DrillFacts
  readonly rules: readonly DrilledRule[]
  /** The alerts of each are those of the rules that are evaluated, in their order. */
  readonly months: readonly SeenMonth[]
  /** Null where one seed alone was asked for. */
  readonly seeds: AskedSeeds | null
  readonly expectations: readonly DrillExpectation[]
}

export interface AskedSeeds {
  readonly asked: number
  readonly tally: SeedTally
  /** In which share of them what is expected has to hold. */
  readonly requiredShare: number
}

/** How long an alert is looked at, from the rule. */
export function reducedAlert(rule: DrilledRule): ReducedAlert {
  return {
    traceSeconds: traceSeconds(rule) + rule.evaluationSeconds,
    settledSeconds: rule.forSeconds + 2 * rule.evaluationSeconds,
  }
}

/** Where no alert was simulated nothing is known of any, whether something was expected of them or not. */
function verdictOf(judged: readonly JudgedDrillExpectation[], evaluated: number): DrillReport['verdict'] {
  if (judged.length > 0) return worstVerdict(judged.map(({ finding }) => finding))
  return evaluated === 0 ? 'inconclusive' : null
}

export function reportDrill({ facts, rules, months, seeds, expectations }: DrillFindings): DrillReport {
  const first = seedFindings(
    months.map(({ outcome }) => outcome),
    facts,
  )
  const tally = seeds !== null && seeds.tally.done > 0 ? seeds.tally : null
  const evaluated = rules.filter(({ outcome }) => outcome === 'evaluated')
  const cannotHold = new Map<DrilledAlert, CannotHold>()
  const alerts = rules.map((rule): DrilledAlert => {
    const { evaluationSeconds, neverHolds, ...reported } = rule
    const place = evaluated.indexOf(rule)
    if (place < 0) return { ...reported, failures: [], quiet: null, detections: [], overSeeds: null, episodes: [] }
    const own = first.alerts[place]
    const quiet = tally?.quietOf(place) ?? (own?.quiet ?? []).reduce(addQuietMonth, NO_QUIET_TIME)
    const found = cannotHoldOf(neverHolds, (tally?.conditionOf(place) ?? own?.condition)?.lacks ?? [])
    const alert = {
      ...reported,
      failures: [...(tally?.failuresOf(place) ?? own?.failures ?? [])],
      ...(found && { cannotHold: cannotHoldInWords(found) }),
      quiet: reportedQuiet(quiet, facts.days),
      detections: [...(own?.detections ?? [])],
      overSeeds: tally === null ? null : [...tally.incidentsOf(place, facts.days)],
      episodes: months.flatMap(({ outcome }, i) =>
        (outcome.alerts[place]?.firings ?? []).map((firing) => ({ month: i, ...firing })),
      ),
    }
    if (found) cannotHold.set(alert, found)
    return alert
  })
  const incidents = months.flatMap((month, i) => reportedIncidents(month, i, tally, facts.days))
  const judged = expectations.map((expectation, i) => judge(expectation, i))
  const report = {
    ...facts,
    schemaVersion: DRILL_SCHEMA_VERSION,
    verdict: verdictOf(judged, evaluated.length),
    seeds: seeds === null ? null : reportedSeeds(seeds, facts.run.seed),
    months: months.map(({ outcome: { name, kind, seed, requests, failed } }) => ({
      name,
      kind,
      seed,
      requests,
      failed,
    })),
    incidents,
    alerts,
    expectations: judged,
    notes: [
      ...facts.notes,
      ...noReceiverNote(alerts),
      ...alwaysFiringNote(alerts),
      ...failedNotes(alerts),
      ...scrapeNotes(alerts),
      ...cannotHoldNotes(alerts),
    ],
  } as const
  return { ...report, headline: drillHeadline(report), reasons: [...drillReasons(report)] }

  function judge(expectation: DrillExpectation, place: number): JudgedDrillExpectation {
    const known = {
      incidents,
      monthSeconds: facts.days * DAY_SECONDS,
      interrupted: facts.run.interrupted,
      hasRequests: facts.traffic.meanRate > 0,
      cannotHold,
    }
    if (seeds === null || expectation.expected.kind === 'quiet')
      return judgeDrillExpectation(expectation, alerts, known)
    return judgeOverSeeds(expectation, alerts, seeds.tally.answersTo(place), {
      ...known,
      requiredShare: seeds.requiredShare,
      hasObjectives: facts.objectives.length > 0,
    })
  }
}

function cannotHoldOf(neverHolds: string | null, lacks: readonly Lack[]): CannotHold | undefined {
  if (neverHolds !== null) return { kind: 'never', message: neverHolds }
  return lacks.length === 0 ? undefined : { kind: 'without-data', lacks }
}

function reportedSeeds({ asked, tally }: AskedSeeds, first: number): DrillReport['seeds'] {
  const { done, quietMonths, incidentMonths, requests, failed } = tally
  return { first, asked, done, quietMonths, incidentMonths, requests, failed }
}

function reportedIncidents(
  { incidents, outcome }: SeenMonth,
  month: number,
  tally: SeedTally | null,
  monthDays: number,
): readonly ReportedIncident[] {
  return incidents.map(({ name, sentence, fromSeconds, toSeconds, share, trafficFactor, grows, concerns }, i) => ({
    ...{ name, sentence, month, fromSeconds, toSeconds, share, trafficFactor, grows, concerns },
    requests: outcome.incidents[i]?.requests ?? 0,
    failed: outcome.incidents[i]?.failed ?? 0,
    overSeeds: tally?.firstPagesOf(name, monthDays) ?? null,
  }))
}

const MOST_NOTES = 6

function cannotHoldNotes(alerts: readonly DrilledAlert[]): readonly string[] {
  const reasons = cannotHoldReasons(alerts)
  const more = reasons.length - MOST_NOTES
  return [
    ...reasons.slice(0, MOST_NOTES).map(([names, reason]) => `The silence of ${names} proves nothing: ${reason}.`),
    ...(more > 0 ? [`Nor does that of others prove anything, for ${counted(more, 'more reason')} (drill.json).`] : []),
  ]
}

/** What an alert would have done at these instants is not known. */
function failedNotes(alerts: readonly DrilledAlert[]): readonly string[] {
  const notes = alerts.flatMap(({ alert, failures }) =>
    failures.map(({ message, evaluations }) => `${counted(evaluations, 'evaluation')} of ${alert} failed: ${message}.`),
  )
  const more = notes.length - MOST_NOTES
  return [
    ...notes.slice(0, MOST_NOTES),
    ...(more > 0 ? [`So did others, for ${counted(more, 'more reason')} (drill.json).`] : []),
  ]
}

/** An expectation of no pages is met by such an alert, whatever it does. */
function noReceiverNote(alerts: readonly DrilledAlert[]): readonly string[] {
  const untold = withoutReceiver(alerts.filter(({ outcome }) => outcome === 'evaluated'))
  if (untold.length === 0) return []
  return [`Alertmanager tells nobody of ${namesOf(untold)}: no route of it leads to a receiver that does.`]
}

/** By reason, as there may be many alerts of one recorded rate. */
function scrapeNotes(alerts: readonly DrilledAlert[]): readonly string[] {
  const reasons = [...new Set(alerts.flatMap(({ dependsOnScrapes }) => dependsOnScrapes ?? []))]
  return reasons.slice(0, MOST_NOTES).map((reason) => {
    const names = namesOf(alerts.filter(({ dependsOnScrapes }) => dependsOnScrapes === reason))
    return `What ${names} did proves nothing: ${reason}.`
  })
}

/** A watchdog reads nothing; what reads something says that the model is not like the service. */
function alwaysFiringNote(alerts: readonly DrilledAlert[]): readonly string[] {
  const always = alerts.filter(({ quiet, looksBackSeconds }) => quiet?.alwaysFiring && looksBackSeconds > 0)
  if (always.length === 0) return []
  const names = listed([...new Set(always.map(({ alert }) => alert))])
  return [
    `${names}: fires all the time with this traffic and these latencies; --rate, --latency and --errors say others.`,
  ]
}
