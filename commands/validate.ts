// `sla-harness validate`: checks scenario and rule files without sending traffic.

import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { parseDocument } from 'yaml'
import { fileKind } from '../core/file-kind.ts'
import { MODEL_LATENCY_METRIC } from '../core/histogram/model-latency-metric.ts'
import { chooseEngine } from '../core/scenario/choose-engine.ts'
import { plannedDurationSeconds } from '../core/scenario/scenario.ts'
import { parseDuration } from '../core/text/duration.ts'
import { counted } from '../core/text/plural.ts'
import { shownPath } from '../core/text/shown-path.ts'
import { UserError } from '../core/user-error.ts'
import { checkMatch } from '../harness/setup/check-match.ts'
import { checkedExpectations } from '../harness/setup/checked-expectations.ts'
import { readRules } from '../harness/setup/read-rules.ts'
import { formatFinding, type LintFinding, lintRules } from '../prometheus/alerting/lint/lint-rules.ts'
import { parseRuleFile } from '../prometheus/alerting/parse-rule-file.ts'
import { everyRule } from '../prometheus/alerting/rule-file.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { scenarioNotes } from '../scenario-file/scenario-notes.ts'
import { unsetReferences } from '../scenario-file/unset-references.ts'
import { EXIT_CODES } from './exit-code.ts'
import { flag } from './flags/flag.ts'
import { writeMessage } from './message.ts'
import { reportMistake } from './report-mistake.ts'

export function validateCommand(): Command {
  return new Command('validate')
    .description('check scenario and rule files without sending traffic')
    .argument('<file...>', 'scenario files or names, and Prometheus rule files')
    .addOption(
      flag('--scrape-interval <duration>', 'how often the target of a rule file is scraped')
        .default(DEFAULT_SCRAPE_INTERVAL_SECONDS, '15s')
        .argParser(intervalSeconds),
    )
    .action(validate)
}

interface ValidateFlags {
  /** Seconds. */
  readonly scrapeInterval: number
}

/** A scenario says how often its target is scraped; a rule file does not. */
const DEFAULT_SCRAPE_INTERVAL_SECONDS = 15

function intervalSeconds(text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined && seconds > 0) return seconds
  throw new InvalidArgumentError(`Expected a duration such as 15s, got ${text}.`)
}

async function validate(files: readonly string[], { scrapeInterval }: ValidateFlags): Promise<void> {
  for (const file of files)
    try {
      const { summary, warnings, findings } = await examine(file, scrapeInterval)
      writeMessage(process.stdout, summary)
      for (const warning of warnings) writeMessage(process.stdout, warning)
      for (const finding of findings) writeMessage(process.stdout, formatFinding(finding))
      if (findings.some(({ severity }) => severity === 'error')) process.exitCode = EXIT_CODES.usage
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      reportMistake({ message: error.message, exitCode: EXIT_CODES.usage }, process.stderr, process.env)
      process.exitCode = EXIT_CODES.usage
    }
}

interface Examined {
  readonly summary: string
  /** Expectations of alerts that can hardly be met, and what is probably a slip. */
  readonly warnings: readonly string[]
  readonly findings: readonly LintFinding[]
}

async function examine(file: string, scrapeIntervalSeconds: number): Promise<Examined> {
  const text = await readFile(resolve(file), 'utf8').catch(() => undefined)
  if (text !== undefined && isAboutRules(text)) return examineRules(text, file, scrapeIntervalSeconds)
  // A name of a scenario has no extension but that of YAML, so that any other one is meant as a path.
  return examineScenario(text !== undefined && extname(file) !== '' ? resolve(file) : file)
}

/** Told by its content, also where its YAML has mistakes. */
function isAboutRules(text: string): boolean {
  if (/^groups:/m.test(text)) return true
  try {
    const kind = fileKind(parseDocument(text).toJS())
    return kind !== undefined && kind !== 'a report of a run'
  } catch {
    return false
  }
}

function examineRules(text: string, file: string, scrapeIntervalSeconds: number): Examined {
  const ruleFile = parseRuleFile(text, file)
  const rules = ruleFile.groups.flatMap(everyRule)
  return {
    summary: `${file}: ok, ${counted(rules.length, 'rule')}`,
    warnings: [],
    findings: lintRules(ruleFile, { scrapeIntervalSeconds }),
  }
}

async function examineScenario(file: string): Promise<Examined> {
  const scenario = await loadScenario(file, { cwd: process.cwd() })
  checkMatch(scenario, process.cwd())
  const ruleFile = await readRules(scenario)
  const warnings = checkedExpectations(scenario, ruleFile, process.cwd())
  const { load, sla, service, prometheus } = scenario
  const engine = chooseEngine(load.engine, load.phases)
  const bounds =
    service.kind === 'bundled' ? [[MODEL_LATENCY_METRIC, service.behaviour.layout.upperBounds] as const] : []
  const context = { scrapeIntervalSeconds: prometheus.scrapeIntervalSeconds, bounds: new Map(bounds) }
  return {
    summary: `${file}: ok, ${counted(load.phases.length, 'phase')}, ${plannedDurationSeconds(load.phases)} s, ${counted(sla.filter(({ implied }) => implied === undefined).length, 'objective')}, engine ${engine.name} (${engine.reason})`,
    warnings: [
      ...warnings,
      ...(await unsetVariables(scenario.file)),
      ...scenarioNotes(scenario).map((note) => `${file}: note: ${note}`),
    ],
    // A note is about what a rule filters, whichever alert it belongs to: whoever examines the rules themselves gets it.
    findings: ruleFile === null ? [] : lintRules(ruleFile, context).filter(({ severity }) => severity !== 'note'),
  }
}

/** No mistake: a file is often checked where its secrets are not at hand. */
async function unsetVariables(file: string): Promise<string[]> {
  return unsetReferences(await readFile(file, 'utf8'), shownPath(file, process.cwd()), process.env)
}
