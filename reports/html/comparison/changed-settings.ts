// The settings that differ between the runs, in the scenario and in the environment.

import type { Report } from '../../../core/report/report.ts'
import {
  type DifferingSetting,
  differingSettings,
  environmentSettings,
  type RunSettings,
  scenarioSettings,
} from '../../../core/run/run-settings.ts'
import { counted } from '../../../core/text/plural.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import type { NamedRun } from './compared-run.ts'

export function changedSettings(runs: readonly NamedRun[]): Section {
  const { scenario, environment } = changesBetween(runs)
  return {
    id: 'changes',
    heading: 'What changed between the runs?',
    short: 'What changed',
    lede: comparabilitySentence(runs),
    body: html`${differenceTable('In the scenario', scenario, runs)}${differenceTable('In the environment', environment, runs)}`,
  }
}

/** Whether the runs are comparable. Stands before any figure. */
export function comparabilitySentence(runs: readonly NamedRun[]): string {
  const { scenario, environment } = changesBetween(runs)
  const differ = [...differing(scenario, 'the scenarios'), ...differing(environment, 'the environments')]
  if (differ.length === 0) return 'Scenario and environment are the same.'
  return `The runs were not made under the same conditions: ${differ.join(', ')}. The figures may differ for this reason alone.`
}

function changesBetween(runs: readonly NamedRun[]): Record<'scenario' | 'environment', readonly DifferingSetting[]> {
  return {
    scenario: differingSettings(runs.map(({ report }) => scenarioOf(report))),
    environment: differingSettings(runs.map(({ report }) => environmentOf(report))),
  }
}

function scenarioOf({ scenario, run }: Report): RunSettings {
  return new Map([['name', scenario.name], ['seed', String(run.seed)], ...scenarioSettings(scenario)])
}

function environmentOf({ run, server, generator }: Report): RunSettings {
  const metrics: [string, string][] =
    server === null
      ? []
      : [
          ['prometheus', server.witness],
          ['metric', server.metric],
          ['bucket bounds', server.buckets.map(({ le }) => le).join(' ')],
        ]
  return new Map([...environmentSettings(run, generator.generators), ...metrics])
}

function differing(settings: readonly DifferingSetting[], what: string): string[] {
  return settings.length === 0 ? [] : [`${what} differ in ${counted(settings.length, 'setting')}`]
}

function differenceTable(caption: string, rows: readonly DifferingSetting[], runs: readonly NamedRun[]): Markup {
  if (rows.length === 0) return html`<p>${caption}: nothing.</p>\n`
  return renderTable({
    caption,
    columns: [{ heading: 'Setting' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
    rows: rows.map(({ what, values }) => [html`<code>${what}</code>`, ...values.map((value) => value ?? '–')]),
  })
}
