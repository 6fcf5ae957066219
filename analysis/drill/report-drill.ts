// From simulated months to the report: what every alert did, held against what was expected.

import type { DrilledMonth } from '../../core/drill/drilled-month.ts'
import { DAY_SECONDS } from '../../core/drill/incident-catalogue.ts'
import type { DrilledAlert, DrillReport, ReportedIncident } from '../../core/report/drill-report.ts'
import { DRILL_SCHEMA_VERSION } from '../../core/report/schema/drill/drill-schema.ts'
import { worstVerdict } from '../../core/report/worst-verdict.ts'
import { listed } from '../../core/text/plural.ts'
import { badDuring, countBetween } from './burnt-budget.ts'
import { type DetectionFacts, detectIncident } from './detect-incident.ts'
import type { DrillExpectation } from './drill-expectation.ts'
import { drillHeadline, drillReasons } from './drill-headline.ts'
import { judgeDrillExpectation } from './judge-drill-expectation.ts'
import { quietMonths } from './quiet-months.ts'

/** What the report says that months do not change. */
export type DrillFacts = Omit<
  DrillReport,
  'schemaVersion' | 'verdict' | 'headline' | 'reasons' | 'months' | 'incidents' | 'alerts' | 'expectations'
>

/** An alert before anything of it was simulated. */
export type DrilledRule = Omit<DrilledAlert, 'failures' | 'quiet' | 'detections' | 'episodes'> & {
  readonly evaluationSeconds: number
}

export interface DrillFindings {
  readonly facts: DrillFacts
  readonly rules: readonly DrilledRule[]
  /** The alerts of each are those of the rules that are evaluated, in their order. */
  readonly months: readonly DrilledMonth[]
  readonly expectations: readonly DrillExpectation[]
}

export function reportDrill({ facts, rules, months, expectations }: DrillFindings): DrillReport {
  const monthSeconds = facts.days * DAY_SECONDS
  const usualRate = usualRateOf(months, monthSeconds)
  const evaluated = rules.filter(({ outcome }) => outcome === 'evaluated')
  const alerts = rules.map((rule): DrilledAlert => {
    const { evaluationSeconds, ...reported } = rule
    const place = evaluated.indexOf(rule)
    if (place < 0) return { ...reported, failures: [], quiet: null, detections: [], episodes: [] }
    const { looksBackSeconds, forSeconds, keepFiringForSeconds } = rule
    const traceSeconds = looksBackSeconds + forSeconds + keepFiringForSeconds + evaluationSeconds
    const quiet = quietMonths(months, place, monthSeconds, forSeconds + 2 * evaluationSeconds)
    const alwaysFiring = quiet?.alwaysFiring ?? false
    const detection: DetectionFacts = {
      traceSeconds,
      objectives: facts.objectives,
      usualRate,
      monthSeconds,
      alwaysFiring,
    }
    return {
      ...reported,
      failures: failuresOf(months, place),
      quiet,
      detections: months.flatMap((month) =>
        month.incidents.map((incident) =>
          detectIncident(incident, month.alerts[place]?.firings ?? [], month, detection),
        ),
      ),
      episodes: months.flatMap((month, i) =>
        (month.alerts[place]?.firings ?? []).map((firing) => ({ month: i, ...firing })),
      ),
    }
  })
  const incidents = months.flatMap((month, i) => reportedIncidents(month, i))
  const longest = Math.max(0, ...evaluated.map(({ looksBackSeconds, forSeconds }) => looksBackSeconds + forSeconds))
  const judged = expectations.map((expectation) =>
    judgeDrillExpectation(expectation, alerts, {
      incidents: incidents.map(({ name, fromSeconds, toSeconds }) => ({
        name,
        seenSeconds: toSeconds - fromSeconds + longest,
      })),
      interrupted: facts.run.interrupted,
      hasRequests: facts.traffic.meanRate > 0,
    }),
  )
  const report = {
    ...facts,
    schemaVersion: DRILL_SCHEMA_VERSION,
    verdict: judged.length === 0 ? null : worstVerdict(judged.map(({ finding }) => finding)),
    months: months.map(({ name, kind, seed, minutes }) => ({
      name,
      kind,
      seed,
      requests: sum(minutes.requests),
      failed: sum(minutes.failed),
    })),
    incidents,
    alerts,
    expectations: judged,
    notes: [...facts.notes, ...alwaysFiringNote(alerts)],
  } as const
  return { ...report, headline: drillHeadline(report), reasons: [...drillReasons(report)] }
}

/** Of the quiet months; of any where there are none. */
function usualRateOf(months: readonly DrilledMonth[], monthSeconds: number): number {
  const quiet = months.filter(({ kind }) => kind === 'quiet')
  const counted = quiet.length > 0 ? quiet : months
  if (counted.length === 0) return 0
  return counted.reduce((total, { minutes }) => total + sum(minutes.requests), 0) / (counted.length * monthSeconds)
}

function failuresOf(months: readonly DrilledMonth[], place: number): DrilledAlert['failures'] {
  const all = new Map<string, number>()
  for (const { alerts } of months)
    for (const { message, evaluations } of alerts[place]?.failures ?? [])
      all.set(message, (all.get(message) ?? 0) + evaluations)
  return [...all].map(([message, evaluations]) => ({ message, evaluations }))
}

function reportedIncidents({ incidents, minutes }: DrilledMonth, month: number): readonly ReportedIncident[] {
  return incidents.map(({ name, sentence, fromSeconds, toSeconds, share, trafficFactor, grows, concerns }) => ({
    ...{ name, sentence, month, fromSeconds, toSeconds, share, trafficFactor, grows, concerns },
    requests: Math.round(countBetween(minutes.requests, fromSeconds, toSeconds)),
    failed: Math.round(badDuring(minutes.failed, { fromSeconds, toSeconds })),
  }))
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

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0)
}
