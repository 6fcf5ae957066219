// Judges one run: from the records of client and server to the report.

import { basename } from 'node:path'
import type {
  Report,
  ReportedGenerator,
  ReportedRun,
  ReportedScenario,
  ReportedService,
  SlaFinding,
} from '../core/report/report.ts'
import { REPORT_SCHEMA_VERSION } from '../core/report/schema-version.ts'
import { describeLoadProblem } from '../core/run/load-problem.ts'
import type { PrometheusRecord } from '../core/run/prometheus-record.ts'
import type { RunRecord } from '../core/run/run-record.ts'
import type { Service } from '../core/scenario/scenario.ts'
import { formatDuration } from '../core/text/duration.ts'
import { doubtAbsence } from './alerts/doubt-absence.ts'
import { doubtCounters } from './alerts/doubt-counters.ts'
import { judgeAlerts } from './alerts/judge-alerts.ts'
import { type Spell, secondsOf } from './attribution/spell.ts'
import { starvedSpells } from './attribution/starved-spells.ts'
import { compareToBaseline } from './baseline/compare-to-baseline.ts'
import { checkRoutes } from './cross-check/check-routes.ts'
import { crossCheck } from './cross-check/cross-check.ts'
import { allowedLagSeconds } from './generator/allowed-lag.ts'
import { doubtEstimate } from './generator/doubt-estimate.ts'
import { judgeOverload } from './generator/judge-overload.ts'
import { evaluateObjectives } from './objectives/evaluate-objectives.ts'
import { summarizeLoad } from './summary/summarize-load.ts'
import { summarizeServer } from './summary/summarize-server.ts'
import { buildTimeline } from './timeline/build-timeline.ts'
import { asSimulated } from './verdict/as-simulated.ts'
import { doubtAlert, doubtLost, doubtStarved, invalidateAlert, invalidateObjective } from './verdict/invalidate.ts'
import { judgeVerdict } from './verdict/judge-verdict.ts'
import { withStandstill } from './verdict/standstill-view.ts'
import { uncountedReason } from './verdict/uncounted-reason.ts'

/** Parts that were judged elsewhere: for several runs pooled, they follow from the judgement of each run. */
export type KnownParts = Partial<Pick<Report, 'generator' | 'alerts'>>

export function judgeRun(record: RunRecord, known: KnownParts = {}): Report {
  const load = summarizeLoad(record.load, record.scenario)
  const objectives = evaluateObjectives(record)
  const generator = known.generator ?? unfitWhereBlamed(judgeOverload(record), objectives)
  const { rows, populations, serverTime, suspectedUnit, unitNote } = crossCheck(record)
  const routes = checkRoutes(record)
  const starved = starvedSpells(record.exact?.coreWaits ?? [])
  const isStarved = starved.length > 0
  const server = summarizeServer(record.prometheus, serverTime, suspectedUnit)
  const expectationOf = (name: string) => record.scenario.alerts.find(({ alert }) => alert === name)
  const expectations = (known.alerts ?? judgeAlerts(record)).map((finding) =>
    doubtCounters(
      doubtAbsence(finding, expectationOf(finding.name), populations?.mismatch),
      record.prometheus?.uncounted,
    ),
  )
  // A histogram of other requests cannot judge an objective.
  const rowsOf = ({ request }: SlaFinding) =>
    routes?.find(({ requests }) => request !== undefined && requests.includes(request))?.crossCheck ?? rows
  const compared = objectives.map((finding): SlaFinding => {
    const isOther = rowsOf(finding).some(({ comparable }) => comparable === false)
    return isOther ? { ...finding, estimateFinding: null } : doubtEstimate(finding, record.load)
  })
  const seen = compared.map((finding, index) => withStandstill(record, finding, index))
  const sla = generator.overloaded ? seen.map(invalidateObjective) : seen
  const alerts = generator.overloaded
    ? expectations.map(invalidateAlert)
    : generator.lost > 0
      ? expectations.map(doubtLost)
      : expectations.map((finding) =>
          doubtStarved(doubtAlert(finding, generator, allowedLagSeconds(record.scenario)), isStarved),
        )
  const [scenario, run] = [reportedScenario(record), reportedRun(record, starved)]
  const baseline =
    record.baseline &&
    compareToBaseline(record, record.baseline, { scenario, run, generator, fit: generator.fit, isStarved })
  const parts = {
    ...(baseline === undefined ? {} : { baseline }),
    load,
    generator,
    server,
    ...(server === null && record.prometheus && reportedUncounted(record.prometheus)),
    crossCheck: rows,
    populations,
    ...(routes && { routes }),
    sla,
    alerts,
  }
  const report: Report = {
    schemaVersion: REPORT_SCHEMA_VERSION,
    ...judgeVerdict(record, parts, unitNote),
    scenario,
    run,
    ...parts,
    ...(record.prometheus?.rules && { rules: record.prometheus.rules }),
    ...(record.prometheus?.agreement && { witnessAgreement: record.prometheus.agreement }),
    timeline: buildTimeline(record.load, record.prometheus),
  }
  return record.simulated === undefined ? report : asSimulated(report, record.simulated)
}

/** A saturated generator is unfit where a finding is inconclusive because of it. */
function unfitWhereBlamed(generator: ReportedGenerator, objectives: readonly SlaFinding[]): ReportedGenerator {
  const isBlamed = objectives.some(({ doubt }) => doubt === 'generator-saturated')
  return { ...generator, fit: generator.fit && !isBlamed }
}

function reportedUncounted(prometheus: PrometheusRecord): Pick<Report, 'uncounted'> {
  const { uncounted } = prometheus
  return uncounted ? { uncounted: { kind: uncounted.kind, reason: uncountedReason(prometheus) } } : {}
}

function reportedScenario({ scenario, redactedScenario }: RunRecord): ReportedScenario {
  const { name, question, file, expectedVerdict } = scenario
  return {
    name,
    question,
    file,
    expectedVerdict,
    resolved: redactedScenario,
    service: reportedService(scenario.service),
  }
}

// The folder of a trace may name a user, and `resolved` shows it as far as it may be shown.
function reportedService(service: Service): ReportedService {
  if (service.kind === 'target') return { kind: 'target' }
  const { latency, layout } = service.behaviour
  const shown = latency.kind === 'trace' ? { ...latency, file: basename(latency.file) } : latency
  return { kind: 'bundled', latency: shown, layout }
}

function reportedRun({ run, load, prometheus }: RunRecord, starved: readonly Spell[]): ReportedRun {
  return {
    ...run,
    interrupted: run.interrupted || (load.interrupted && run.aborted === undefined),
    problems: [
      ...new Set([
        ...run.problems,
        ...load.problems.map(describeLoadProblem),
        ...starvation(starved),
        ...(prometheus?.problems ?? []),
      ]),
    ],
    ...(starved.length > 0 && { starved }),
  }
}

function starvation(spells: readonly Spell[]): string[] {
  if (spells.length === 0) return []
  return [
    `other programs kept the bundled server waiting for a core for much of ${formatDuration(secondsOf(spells))} of the run`,
  ]
}
