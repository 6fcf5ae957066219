// Checks one file without sending anything: a scenario, rules, a unit test of rules, or a dashboard. What it is, its
// content tells.

import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { adviceFor, type FileKind, kindOfDocuments } from '../../core/file/file-kind.ts'
import { MOST_CHARACTERS, tooLong } from '../../core/file/file-size.ts'
import { chooseEngine } from '../../core/scenario/choose-engine.ts'
import { plannedDurationSeconds } from '../../core/scenario/scenario.ts'
import { formatCount } from '../../core/text/count.ts'
import { counted, listed } from '../../core/text/plural.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { checkEvaluated } from '../../prometheus/alerting/against-scenario/check-evaluated.ts'
import { type LintFinding, lintRules } from '../../prometheus/alerting/lint/lint-rules.ts'
import type { LintContext } from '../../prometheus/alerting/lint/linted-rule.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { everyRule, unreadDocuments } from '../../prometheus/alerting/rule-file.ts'
import { unitTestBounds } from '../../prometheus/alerting/unit-test/unit-test-bounds.ts'
import type { Dashboard, DashboardQuery } from '../../prometheus/dashboards/dashboard.ts'
import { lintDashboard } from '../../prometheus/dashboards/lint-dashboard.ts'
import { readDashboard } from '../../prometheus/dashboards/read-dashboard.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'
import { scenarioNotes } from '../../scenario-file/scenario-notes.ts'
import { unsetReferences } from '../../scenario-file/unset-references.ts'
import { checkMatch } from '../setup/check-match.ts'
import { checkedExpectations } from '../setup/checked-expectations.ts'
import { readRules } from '../setup/read-rules.ts'
import type { Examined, ExaminedFinding, PassedOver } from './examined.ts'
import type { MeantFile } from './expand-patterns.ts'
import { factsOfScenario, type KnownTarget } from './known-target.ts'
import { rulesOfUnitTest } from './rules-of-unit-test.ts'

export interface ExamineOptions {
  readonly target: KnownTarget
  /** As asked for; absent where the target may tell it. */
  readonly scrapeIntervalSeconds?: number
  readonly evaluationIntervalSeconds?: number
  /** Whether a real Prometheus evaluates the rules of scenarios, whose PromQL knows no limits. */
  readonly allOfPromql?: boolean
}

/** A scenario says how often its target is scraped; a rule file does not. */
const DEFAULT_SCRAPE_INTERVAL_SECONDS = 15

export type Examination = Examined | PassedOver

/** @throws UserError where the file has mistakes, or is something else although it was named */
export async function examineFile({ path, isNamed }: MeantFile, options: ExamineOptions): Promise<Examination> {
  const text = await readFile(resolve(path), 'utf8').catch(() => undefined)
  if (text !== undefined && text.length > MOST_CHARACTERS) {
    if (!isNamed) return { file: path, passedOver: `more than ${formatCount(MOST_CHARACTERS)} characters` }
    throw new UserError(`${path}: ${tooLong(text)}`)
  }
  const values = text === undefined ? [] : valuesIn(text)
  const kind = text === undefined ? undefined : kindOf(text, values)
  if (text !== undefined && kind !== undefined && kind !== 'a report of a run') {
    if (kind === 'rules' || kind === 'PrometheusRule') return examineRules(text, path, options)
    if (kind === 'a Grafana dashboard') return examineDashboard(text, values?.[0], path, options)
    if (kind === 'a unit test of rules, for promtool test rules') return examineUnitTest(text, path, options)
    if (!isNamed) return { file: path, passedOver: kind }
    throw new UserError(unreadable(path, kind))
  }
  if (!isNamed && text !== undefined && !isScenario(text))
    return { file: path, passedOver: 'nothing that is known here' }
  // A name of a scenario has no extension but that of YAML, so that any other one is meant as a path.
  return examineScenario(text !== undefined && extname(path) !== '' ? resolve(path) : path, options)
}

function unreadable(file: string, kind: FileKind): string {
  const advice = adviceFor(kind, file)
  return `${file}: expected a scenario, a file of Prometheus rules or a dashboard, got ${kind}${advice === undefined ? '' : `: ${advice}`}`
}

/** Told by its content, also where its YAML has mistakes. */
function kindOf(text: string, values: readonly unknown[] | undefined): FileKind | undefined {
  if (values !== undefined) return kindOfDocuments(values)
  if (/^kind:\s*PrometheusRule\s*$/m.test(text)) return 'PrometheusRule'
  return /^groups:/m.test(text) ? 'rules' : undefined
}

/** Undefined where it cannot be read. JSON is YAML too, and is read faster by itself. */
function valuesIn(text: string): readonly unknown[] | undefined {
  if (/^\s*[[{]/.test(text)) {
    const value = parsedJson(text)
    if (value !== undefined) return [value]
  }
  const documents = parseAllDocuments(text, { logLevel: 'silent' })
  if ('empty' in documents) return []
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  try {
    return documents.map((document) => document.toJS())
  } catch {
    return undefined
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A file that a pattern brought is checked as a scenario only where it has what no scenario goes without. */
function isScenario(text: string): boolean {
  return /^"?load"?:/m.test(text) || /^\s*"load":/m.test(text)
}

async function examineRules(text: string, file: string, options: ExamineOptions): Promise<Examined> {
  const ruleFile = parseRuleFile(text, file)
  const facts = await options.target.factsFor(ruleFile)
  const evaluationIntervalSeconds = options.evaluationIntervalSeconds ?? facts.evaluationIntervalSeconds
  const context = {
    ...facts,
    ...scrapeInterval(options, facts),
    ...(evaluationIntervalSeconds !== undefined && { evaluationIntervalSeconds }),
  }
  const rules = ruleFile.groups.flatMap(everyRule)
  const apart = ruleFile.groups.reduce((sum, { unsupported = [] }) => sum + unsupported.length, 0)
  const other = ruleFile.otherResources ?? 0
  return {
    file,
    contents: `${counted(rules.length, 'rule')}${apart === 0 ? '' : `, ${apart} of them not evaluated here`}${other === 0 ? '' : `, ${counted(other, 'other resource')} passed over`}`,
    remarks: unreadDocuments(ruleFile),
    findings: lintRules(ruleFile, context).map(ofRule),
  }
}

type ScrapeInterval = Pick<LintContext, 'scrapeIntervalSeconds' | 'scrapeIntervalAssumed'>

/** As asked for, or as the target tells it. */
function scrapeInterval(
  { scrapeIntervalSeconds: asked }: ExamineOptions,
  told: Partial<ScrapeInterval>,
): ScrapeInterval {
  if (asked !== undefined) return { scrapeIntervalSeconds: asked, scrapeIntervalAssumed: false }
  const { scrapeIntervalSeconds: seconds, scrapeIntervalAssumed = seconds === undefined } = told
  return { scrapeIntervalSeconds: seconds ?? DEFAULT_SCRAPE_INTERVAL_SECONDS, scrapeIntervalAssumed }
}

function ofRule({ rule, ...finding }: LintFinding): ExaminedFinding {
  return { ...finding, subject: rule }
}

async function examineUnitTest(text: string, file: string, { target }: ExamineOptions): Promise<Examined> {
  const { unknownBounds, ruleFiles } = unitTestBounds(text, file, { bounds: new Map(), rules: null })
  const bounds = await target.boundsOf(unknownBounds)
  const looked = unitTestBounds(text, file, { bounds, rules: await rulesOfUnitTest(file, ruleFiles) })
  return {
    file,
    contents: `${counted(looked.testCount, 'unit test')} of rules`,
    remarks: boundsRemark(file, looked.unknownBounds, 'whether production emits the buckets that are fed in', target),
    findings: looked.findings.map(({ test, ...finding }) => ({ ...finding, file, subject: test })),
  }
}

/** @param value the text, parsed */
async function examineDashboard(
  text: string,
  value: unknown,
  file: string,
  options: ExamineOptions,
): Promise<Examined> {
  const dashboard = readDashboard(value)
  const known = scrapeInterval(options, {})
  const { unknownBounds } = lintDashboard(dashboard, known)
  const bounds = await options.target.boundsOf(unknownBounds)
  const looked = lintDashboard(dashboard, { ...known, bounds })
  return {
    file,
    contents: `dashboard ${JSON.stringify(dashboard.title)}, ${counted(dashboard.panels.length, 'panel')}, ${looked.quantilePanels} with histogram_quantile`,
    remarks: boundsRemark(file, looked.unknownBounds, 'how high their lines can go', options.target),
    findings: looked.findings.map(({ panel, query, ...finding }) => ({
      ...finding,
      file,
      line: query === null ? null : lineOf(text, query, dashboard),
      subject: panel,
    })),
  }
}

const NAMES_SHOWN = 5

function boundsRemark(
  file: string,
  unknown: readonly string[],
  question: string,
  { otherFlags }: KnownTarget,
): string[] {
  if (unknown.length === 0) return []
  const more = unknown.length - NAMES_SHOWN
  const names = more > 0 ? [...unknown.slice(0, NAMES_SHOWN), `${more} more`] : unknown
  const flags = listed(otherFlags).replace(' and ', ' or ')
  const remedy = flags === '' ? '' : `: ${flags} tells them`
  return [
    `${file}: note: the bounds of ${listed(names)} are not known, and without them it cannot be told ${question}${remedy}`,
  ]
}

/**
 * Where a query stands in the JSON of a dashboard, in which others may be the same; null where it is written in another
 * way. Where the text has it more often than the panels do, nobody knows which is which, and the first stands for all.
 */
function lineOf(text: string, query: DashboardQuery, { panels }: Dashboard): number | null {
  const parts = text.split(JSON.stringify(query.expression))
  const same = panels.flatMap(({ queries }) => queries.filter(({ expression }) => expression === query.expression))
  if (parts.length === 1) return null
  const nth = parts.length - 1 === same.length ? same.indexOf(query) : 0
  return parts.slice(0, nth + 1).reduce((sum, part) => sum + part.split('\n').length - 1, 1)
}

/** @throws UserError also where an alert that it asks about is not evaluated */
async function examineScenario(file: string, { target, allOfPromql = false }: ExamineOptions): Promise<Examined> {
  const scenario = await loadScenario(file, { cwd: process.cwd() })
  checkMatch(scenario, process.cwd())
  const ruleFile = await readRules(scenario)
  const asked = scenario.alerts.map(({ alert }) => alert)
  if (!allOfPromql) checkEvaluated(ruleFile, asked)
  const warnings = checkedExpectations(scenario, ruleFile, process.cwd())
  const { load, sla } = scenario
  const engine = chooseEngine(load.engine, load.phases)
  const own = factsOfScenario(scenario)
  const told = ruleFile === null ? own : await target.factsFor(ruleFile)
  const context = {
    ...told,
    ...own,
    bounds: new Map([...told.bounds, ...own.bounds]),
    scrapeIntervalSeconds: scenario.prometheus.scrapeIntervalSeconds,
    scrapeIntervalAssumed: false,
    allOfPromql,
  }
  return {
    file,
    contents: `${counted(load.phases.length, 'phase')}, ${plannedDurationSeconds(load.phases)} s, ${counted(sla.filter(({ implied }) => implied === undefined).length, 'objective')}, engine ${engine.name} (${engine.reason})`,
    remarks: [
      ...(ruleFile === null ? [] : unreadDocuments(ruleFile)),
      ...warnings,
      ...(await unsetVariables(scenario.file)),
      ...scenarioNotes(scenario).map((note) => `${file}: note: ${note}`),
    ],
    // A note is about what a rule filters, whichever alert it belongs to: whoever examines the rules themselves gets it.
    findings: (ruleFile === null ? [] : lintRules(ruleFile, context).filter(({ severity }) => severity !== 'note')).map(
      ofRule,
    ),
  }
}

/** No mistake: a file is often checked where its secrets are not at hand. */
async function unsetVariables(file: string): Promise<string[]> {
  return unsetReferences(await readFile(file, 'utf8'), shownPath(file, process.cwd()), process.env)
}
