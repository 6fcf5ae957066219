// What changed between the runs, in what was asked for and where it ran: said first, and told in full.

import { renderTable } from '../page/data-table.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import type { NamedRun } from './compared-run.ts'
import { type Difference, environmentDifferences, scenarioDifferences } from './differences.ts'

export function changeSection(runs: readonly NamedRun[]): Section {
  const reports = runs.map(({ report }) => report)
  const [scenario, environment] = [scenarioDifferences(reports), environmentDifferences(reports)]
  return {
    id: 'changes',
    heading: 'What changed between the runs?',
    short: 'What changed',
    lede: sameness(runs),
    body: html`${differenceTable('In the scenario', scenario, runs)}${differenceTable('In the environment', environment, runs)}`,
  }
}

/** Said before any figure: whether like is compared with like. */
export function sameness(runs: readonly NamedRun[]): string {
  const reports = runs.map(({ report }) => report)
  const differ = [
    ...counted(scenarioDifferences(reports).length, 'the scenarios'),
    ...counted(environmentDifferences(reports).length, 'the environments'),
  ]
  if (differ.length === 0) return 'Scenario and environment are the same.'
  return `Like is not compared with like: ${differ.join(', ')}. The figures may differ for that alone.`
}

function counted(settings: number, what: string): string[] {
  return settings === 0 ? [] : [`${what} differ in ${settings} ${settings === 1 ? 'setting' : 'settings'}`]
}

function differenceTable(caption: string, rows: readonly Difference[], runs: readonly NamedRun[]): Markup {
  if (rows.length === 0) return html`<p>${caption}: nothing.</p>\n`
  return renderTable({
    caption,
    columns: [{ heading: 'Setting' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
    rows: rows.map(({ path, values }) => [html`<code>${path}</code>`, ...values.map((value) => value ?? '–')]),
  })
}
