import { readFile } from 'node:fs/promises'
import { chooseEngine } from '../../core/scenario/choose-engine.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { plannedDurationSeconds } from '../../core/scenario/scenario.ts'
import { hasReference } from '../../core/text/environment-references.ts'
import { counted } from '../../core/text/plural.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { checkEvaluated } from '../../prometheus/alerting/against-scenario/check-evaluated.ts'
import { lintRules } from '../../prometheus/alerting/lint/lint-rules.ts'
import { unreadParts } from '../../prometheus/alerting/rule-file.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'
import { scenarioNotes } from '../../scenario-file/scenario-notes.ts'
import { unsetReferences } from '../../scenario-file/unset-references.ts'
import { checkDataRows } from '../setup/check-data-rows.ts'
import { unnamedHost } from '../setup/check-host.ts'
import { checkMatch } from '../setup/check-match.ts'
import { checkedExpectations } from '../setup/checked-expectations.ts'
import { readRules } from '../setup/read-rules.ts'
import { readRunFiles } from '../setup/read-run-files.ts'
import { checkTlsFiles } from '../target/scenario-tls.ts'
import type { ExamineOptions } from './examine-options.ts'
import type { Examined } from './examined.ts'
import { findingOfRule } from './finding-of-rule.ts'
import { factsOfScenario } from './known-target.ts'

/** @throws UserError also where an alert that it asks about is not evaluated */
export async function examineScenario(
  file: string,
  { target, allOfPromql = false }: ExamineOptions,
): Promise<Examined> {
  const scenario = await loadScenario(file, { cwd: process.cwd() })
  checkMatch(scenario, process.cwd())
  checkTlsFiles(scenario, { cwd: process.cwd(), environment: process.env })
  const ruleFile = await readRules(scenario)
  const asked = scenario.alerts.map(({ alert }) => alert)
  if (!allOfPromql) checkEvaluated(ruleFile, asked)
  const warnings = checkedExpectations(scenario, ruleFile, process.cwd())
  const { data } = await readRunFiles(scenario, process.cwd())
  checkDataRows(scenario, data, process.cwd())
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
    contents: `${counted(load.phases.length, 'phase')}, ${plannedDurationSeconds(load.phases)} s, ${counted(sla.filter(({ implied }) => implied === undefined).length, 'objective')}${data.map(({ name, rows }) => `, ${counted(rows, 'row')} of ${name}`).join('')}, engine ${engine.name} (${engine.reason})`,
    remarks: [
      ...(ruleFile === null ? [] : unreadParts(ruleFile)),
      ...warnings,
      ...(await unsetVariables(scenario.file)),
      ...[...scenarioNotes(scenario), ...hostNotes(scenario)].map((note) => `${file}: note: ${note}`),
    ],
    // A note is about what a rule filters, whichever alert it belongs to: whoever examines the rules themselves gets it.
    findings: (ruleFile === null ? [] : lintRules(ruleFile, context).filter(({ severity }) => severity !== 'note')).map(
      findingOfRule,
    ),
  }
}

/** No mistake: whoever runs it may name the host by a flag. What the environment names is not known here. */
function hostNotes(scenario: Scenario): string[] {
  const { service } = scenario
  if (service.kind === 'bundled' || hasReference(service.target.url)) return []
  const host = unnamedHost(scenario, {})
  return host === null ? [] : [`target.url: a run needs allowHosts or --allow-host to name ${host}`]
}

/** No mistake: a file is often checked where its secrets are not at hand. */
async function unsetVariables(file: string): Promise<string[]> {
  return unsetReferences(await readFile(file, 'utf8'), shownPath(file, process.cwd()), process.env)
}
