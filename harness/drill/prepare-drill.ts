// From what is asked to what is simulated: rules, the service that they ask for, its traffic, incidents in their months.

import { placeIncidents } from '../../analysis/drill/place-incidents.ts'
import { spanWords } from '../../core/backtest/span-words.ts'
import type { DrillIncident } from '../../core/drill/drill-incident.ts'
import { DAY_SECONDS, incidentCatalogue } from '../../core/drill/incident-catalogue.ts'
import type { PlannedIncident } from '../../core/drill/planned-incident.ts'
import type { ServiceModel } from '../../core/drill/service-model.ts'
import type { Environment } from '../../core/environment.ts'
import type { DrillObjective, DrillSource } from '../../core/report/drill-report.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { counted, listed, listedUpTo } from '../../core/text/plural.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import {
  type AlertingRule,
  everyAlertingRule,
  everyRule,
  type Rule,
  type RuleFile,
} from '../../prometheus/alerting/rule-file.ts'
import { type RuleReach, ruleReaches } from '../../prometheus/alerting/rule-reach.ts'
import { onlyAlerts } from '../../prometheus/alerting/variants/only-alerts.ts'
import { readText } from '../../reports/run-folder/read-text.ts'
import { type RateShape, rateShape } from '../../simulation/drawn/rate-shape.ts'
import { checkNamedAlerts } from '../setup/check-named-alerts.ts'
import { type JoinedRules, readJoinedRules } from '../setup/read-joined-rules.ts'
import type { DrillOptions } from './drill-options.ts'
import { drilledModels, LONGEST_LEAD_DAYS, leadFor, longestLook } from './drilled-models.ts'
import { madeSeries } from './model/made-series.ts'
import { modelAssumptions } from './model/model-assumptions.ts'
import type { ModelsForRules } from './model/models-for-rules.ts'
import { type AlertReads, readsOf } from './model/rule-reads.ts'
import { scrapePhaseWords } from './scrape-phase.ts'
import {
  ASSUMED_TRAFFIC,
  assumedErrorShare,
  assumedLatency,
  USUAL_HOURS,
  USUAL_WEEKDAYS,
} from './service/assumed-service.ts'
import { type AlertmanagerText, type DrillNotifications, drillNotifications } from './service/drill-notifications.ts'
import type { DrilledLatency, DrilledService } from './service/drilled-service.ts'
import { latencyLimits } from './service/latency-limits.ts'
import { ruleObjectives } from './service/rule-objectives.ts'
import { modelWords } from './service/service-of-scenario.ts'
import { serviceOfSource } from './service/service-of-source.ts'
import { sharedRecordNotes } from './shared-records.ts'

export interface DrillSurroundings {
  readonly cwd: string
  readonly environment: Environment
  readonly nowMs: () => number
}

export interface PreparedDrill {
  /** The files as given, or that of the scenario. */
  readonly rules: readonly string[]
  readonly ruleFile: RuleFile
  /** In the order of the files. */
  readonly alerts: readonly PreparedAlert[]
  /** One for all alerts, unless they do not fit into one. */
  readonly models: readonly ServiceModel[]
  readonly shape: RateShape
  readonly trafficSource: DrillSource
  readonly latency: DrilledLatency
  readonly usualErrorShare: number
  readonly objectives: readonly DrillObjective[]
  /** As it was given; null for Alertmanager's own defaults. */
  readonly alertmanager: AlertmanagerText | null
  readonly notifications: DrillNotifications
  /** One list for each month with incidents. */
  readonly months: readonly (readonly DrillIncident[])[]
  /** The names of those that were given the time at which they begin. */
  readonly timed: readonly string[]
  /** The longest interval of scrapes and evaluations: in it, others begin anywhere. */
  readonly gridSeconds: number
  /** How much is simulated before a month, so that what alerts look back on is there. Whole days. */
  readonly leadSeconds: number
  /** Second 0 of a month, a Monday at midnight. */
  readonly startsAtMs: number
  readonly assumptions: readonly string[]
  readonly notes: readonly string[]
}

export interface PreparedAlert {
  readonly rule: AlertingRule
  readonly group: string
  readonly file: string
  readonly looksBackSeconds: number
  /** The place of the model that it is simulated with; null where it is not simulated. */
  readonly model: number | null
  /** Why it is not simulated; null where it is. */
  readonly problem: string | null
  /** Why what it does depends on how long after a scrape it is evaluated, in a phrase; null where it does not. */
  readonly dependsOnScrapes: string | null
}

/** A Monday, of no meaning otherwise. */
const MONDAY_MS = Date.UTC(2026, 0, 5)

/** @throws UserError where a file has mistakes, or what is asked does not fit together */
export async function prepareDrill(options: DrillOptions, surroundings: DrillSurroundings): Promise<PreparedDrill> {
  const { cwd } = surroundings
  const scenario = await scenarioOf(options, cwd)
  const rules = options.rules.length > 0 ? options.rules : rulesOf(scenario, options)
  const { ruleFile, notes } = await readAlerts(rules, cwd)
  const asked = askedAlerts(ruleFile, options)
  const evaluated = asked.filter(({ problem }) => problem === null)
  const reads = evaluated.map(({ rule }) => readsOf(rule, ruleFile))
  const service = await serviceOfSource(options.source, { ...surroundings, scenario, reads })
  const reaches = ruleReaches(ruleFile)
  const planned = await plannedIncidents(options, cwd)
  const found = drilledModels({
    ...{ options, service, reads, reaches, planned },
    limits: latencyLimits(reads, ruleFile),
  })
  const simulatedReads = reads.filter((each) => !found.problems.has(each))
  const objectives = objectivesOf(options, service, simulatedReads)
  const traffic = service.traffic ?? ASSUMED_TRAFFIC
  const phaseWords = scrapePhaseWords(ruleFile, options)
  const alerts = asked.map((alert): PreparedAlert => {
    const own = reads[evaluated.indexOf(alert)]
    const dependsOnScrapes = own === undefined ? null : phaseWords(own)
    return { ...preparedAlert(alert, own, found, reaches), dependsOnScrapes }
  })
  const simulated = alerts.filter(({ problem }) => problem === null)
  const longest = longestLook(
    simulated.map(({ rule }) => rule),
    reaches,
  )
  const gridSeconds = Math.max(
    options.scrapeIntervalSeconds,
    ...ruleFile.groups.map(({ intervalSeconds }) => intervalSeconds ?? options.evaluationSeconds),
  )
  const kept = Math.max(0, ...simulated.map(({ rule }) => rule.keepFiringForSeconds))
  // Those without a time of their own begin at any instant of a grid.
  const traceSeconds = longest + kept + 2 * gridSeconds
  const placed = placeIncidents(planned, {
    ...{ monthSeconds: options.days * DAY_SECONDS, traceSeconds },
    apartSeconds: Math.max(DAY_SECONDS, traceSeconds),
  })
  checkExpectations(options, asked, placed.months.flat())
  const latency = latencyOf(options, service, () => assumedLatency(simulatedReads, ruleFile, objectives))
  const alertmanager = await alertmanagerOf(options, cwd)
  const usualErrorShare = options.errorShare ?? service.failures?.share ?? assumedErrorShare(objectives)
  return {
    rules: rules.map((rule) => shownPath(rule, cwd)),
    ruleFile,
    alerts,
    models: found.models.map(({ model }) => model),
    shape: rateShape(
      options.rate ?? traffic.meanRate,
      [...(traffic.hours ?? USUAL_HOURS)],
      [...(traffic.weekdays ?? USUAL_WEEKDAYS)],
    ),
    trafficSource: options.rate === null ? traffic.source : { kind: 'given', place: null },
    latency,
    usualErrorShare,
    objectives,
    alertmanager,
    notifications: drillNotifications(alertmanager),
    months: placed.months,
    timed: planned.flatMap(({ name, atSeconds }) => (atSeconds === null ? [] : [name])),
    gridSeconds,
    leadSeconds: leadFor(longest),
    startsAtMs: MONDAY_MS,
    assumptions: [
      ...(traffic.hours === null ? ['Traffic goes up and down over the day as people’s does, by UTC.'] : []),
      ...(traffic.weekdays === null ? ['At weekends it is about two thirds of that of a working day.'] : []),
      `Requests take ${latency.sentence}; nothing waits in a queue.`,
      `On any day ${formatShare(Number(usualErrorShare.toPrecision(3)))} of the requests fail${options.errorShare === null && service.failures ? `, ${service.failures.sentence}` : ''}.`,
      `Each target is scraped at an instant of its own in every ${spanWords(options.scrapeIntervalSeconds * 1e3)}, which the seed draws; all groups of rules are evaluated at the same instants.`,
      ...modelAssumptions(found.models),
      ...(simulated.length < alerts.length
        ? [`Series that the simulation makes: ${listed(madeSeries(found.models.map(({ model }) => model)))}.`]
        : []),
    ],
    notes: [
      ...notes,
      ...service.notes,
      ...windowNotes(simulated, options),
      ...recordNotes(simulated, ruleFile),
      ...unplacedNotes(placed.unplaced, options),
      ...rateNotes(options, traffic.meanRate),
    ],
  }
}

async function scenarioOf({ source }: DrillOptions, cwd: string): Promise<Scenario | null> {
  if (source.kind !== 'scenario') return null
  const { loadScenario } = await import('../../scenario-file/load-scenario.ts')
  return loadScenario(source.scenario, { cwd })
}

function rulesOf(scenario: Scenario | null, { source }: DrillOptions): readonly string[] {
  const rulesFile = scenario?.prometheus.rulesFile ?? null
  if (rulesFile !== null) return [rulesFile].flat()
  const got = source.kind === 'scenario' ? `none, and ${source.scenario} names no rules` : 'none'
  throw new UserError(`drill: expected --rules FILE, got ${got}; an example: sla-harness drill --rules rules.yml`)
}

async function readAlerts(paths: readonly string[], cwd: string): Promise<JoinedRules> {
  const joined = await readJoinedRules(paths, cwd)
  if (everyAlertingRule(joined.ruleFile).length > 0) return joined
  throw new UserError(`${listed(paths.map((path) => shownPath(path, cwd)))}: expected alerting rules, got none`)
}

type AskedAlert = Omit<PreparedAlert, 'looksBackSeconds' | 'model' | 'dependsOnScrapes'>

function askedAlerts(file: RuleFile, { alerts }: DrillOptions): readonly AskedAlert[] {
  checkNamedAlerts('--alert', alerts, [file])
  const all = file.groups.flatMap((group) =>
    everyRule(group).flatMap((rule): AskedAlert[] => {
      if (rule.kind !== 'alerting') return []
      const unsupported = group.unsupported?.find((each) => each.rule === rule)
      const problem = unsupported === undefined ? null : `not evaluated here: ${unsupported.problem}`
      return [{ rule, group: group.name, file: group.file ?? file.file, problem }]
    }),
  )
  return all.filter(({ rule }) => alerts.length === 0 || alerts.includes(rule.name))
}

const MOST_NAMED = 12

/** Those that are given before those of the source, and these before those that rules hold. */
function objectivesOf(
  { objectives }: DrillOptions,
  service: DrilledService,
  reads: readonly AlertReads[],
): readonly DrillObjective[] {
  if (objectives.length > 0) return objectives
  return service.objectives.length > 0 ? service.objectives : ruleObjectives(reads)
}

function latencyOf({ latency }: DrillOptions, service: DrilledService, assumed: () => DrilledLatency): DrilledLatency {
  if (latency !== null)
    return {
      source: { kind: 'given', place: null },
      model: latency,
      wakeLatenessSeconds: 0,
      sentence: modelWords(latency),
    }
  return service.latency ?? assumed()
}

/** @param reads undefined where it is not evaluated here */
function preparedAlert(
  alert: AskedAlert,
  reads: AlertReads | undefined,
  { models, problems }: ModelsForRules,
  reaches: ReadonlyMap<Rule, RuleReach>,
): Omit<PreparedAlert, 'dependsOnScrapes'> {
  const model = reads === undefined ? -1 : models.findIndex((each) => each.reads.includes(reads))
  return {
    ...alert,
    looksBackSeconds: reaches.get(alert.rule)?.samplesSeconds ?? 0,
    model: model < 0 ? null : model,
    problem: (reads && problems.get(reads)?.words) ?? alert.problem,
  }
}

async function plannedIncidents(options: DrillOptions, cwd: string): Promise<readonly PlannedIncident[]> {
  const { incidentsFile, incidents, days } = options
  const all = incidentsFile === null ? incidentCatalogue(days) : await readIncidents(incidentsFile, cwd, days)
  const names = all.map(({ name }) => name)
  const unknown = incidents.find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new UserError(`--incident: expected one of ${names.join(', ')}, got ${unknown}${didYouMean(unknown, names)}`)
  return all.filter(({ name }) => incidents.length === 0 || incidents.includes(name))
}

async function readIncidents(file: string, cwd: string, days: number): Promise<readonly PlannedIncident[]> {
  const { parseIncidents } = await import('../../scenario-file/incidents/parse-incidents.ts')
  return parseIncidents(await readText(file, 'a file of incidents'), shownPath(file, cwd), days)
}

async function alertmanagerOf({ alertmanagerFile }: DrillOptions, cwd: string): Promise<AlertmanagerText | null> {
  if (alertmanagerFile === null) return null
  const text = await readText(alertmanagerFile, 'the configuration of an Alertmanager')
  return { text, place: shownPath(alertmanagerFile, cwd) }
}

function checkExpectations(
  { expectations }: DrillOptions,
  alerts: readonly AskedAlert[],
  incidents: readonly DrillIncident[],
): void {
  const names = [...new Set(alerts.map(({ rule }) => rule.name))]
  const known = incidents.map(({ name }) => name)
  for (const { about, expected, text } of expectations) {
    if (about.kind === 'alert' && !names.includes(about.name))
      throw new UserError(
        `--expect ${JSON.stringify(text)}: expected the name of an alert that is drilled, got ${about.name}${didYouMean(about.name, names)}; there are: ${listedUpTo(MOST_NAMED, names)}`,
      )
    if (about.kind === 'label' && !alerts.some(({ rule }) => rule.labels[about.label] === about.value))
      throw new UserError(
        `--expect ${JSON.stringify(text)}: expected alerts with ${about.label}=${JSON.stringify(about.value)}, got none`,
      )
    if (expected.kind !== 'quiet' && !known.includes(expected.incident))
      throw new UserError(
        `--expect ${JSON.stringify(text)}: expected an incident of the drill, got ${expected.incident}${didYouMean(expected.incident, known)}; there are: ${listed(known)}`,
      )
  }
}

function windowNotes(alerts: readonly PreparedAlert[], { days }: DrillOptions): readonly string[] {
  const long = alerts.filter(({ looksBackSeconds }) => looksBackSeconds > LONGEST_LEAD_DAYS * DAY_SECONDS)
  if (long.length === 0) return []
  const longest = Math.max(...long.map(({ looksBackSeconds }) => looksBackSeconds))
  const isLonger = longest > (days + LONGEST_LEAD_DAYS) * DAY_SECONDS
  const names = listedUpTo(MOST_NAMED, [...new Set(long.map(({ rule }) => rule.name))])
  return [
    `${names}: looks back ${spanWords(longest * 1e3)}, and ${LONGEST_LEAD_DAYS} days are simulated before a month: ${
      isLonger
        ? `${days} days of it never fill that window, so that it acts on less than it would`
        : 'until that window is filled it acts on less than it would'
    }.`,
  ]
}

function recordNotes(alerts: readonly PreparedAlert[], ruleFile: RuleFile): readonly string[] {
  const names = alerts.map(({ rule }) => rule.name)
  return names.length === 0 ? [] : sharedRecordNotes(onlyAlerts(ruleFile, names), MOST_NAMED)
}

function unplacedNotes(unplaced: readonly PlannedIncident[], { days }: DrillOptions): readonly string[] {
  return unplaced.map(
    ({ name, durationSeconds }) =>
      `${name} takes ${spanWords(durationSeconds * 1e3)}, and a month here has ${counted(days, 'day')}: it is not simulated.`,
  )
}

function rateNotes({ rate }: DrillOptions, meanRate: number): readonly string[] {
  return (rate ?? meanRate) === 0
    ? ['No requests come at all: what compares shares or quantiles of requests has nothing to compare.']
    : []
}
