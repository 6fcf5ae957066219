// The objectives, run by run: finding, observed value, confidence interval.

import type { SlaFinding } from '../../../core/report/report.ts'
import { intervalFigure, objectiveWithPlace, observedFigure } from '../../figures/sla-figures.ts'
import { html, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import { FINDING_WORDS, renderBadge } from '../page/verdict-badge.ts'
import type { NamedRun } from './compared-run.ts'
import { relativeChange } from './relative-change.ts'

export function objectivesByRun(runs: readonly NamedRun[]): Section {
  const objectives = [...new Set(runs.flatMap(({ report }) => report.sla.map(objectiveWithPlace)))]
  const findingOf = ({ report }: NamedRun, objective: string) =>
    report.sla.find((finding) => objectiveWithPlace(finding) === objective)
  return {
    id: 'objectives',
    heading: 'Are the objectives met?',
    short: 'Objectives',
    lede: objectives.length === 0 ? 'No run sets an objective.' : null,
    body: renderTable({
      caption: 'The objectives, run by run',
      captionHidden: true,
      columns: [{ heading: 'Objective' }, ...runs.map(({ letter }) => ({ heading: letter, words: true }))],
      rows: objectives.map((objective) => {
        const first = runs[0] && findingOf(runs[0], objective)
        return [
          html`<code>${objective}</code>`,
          ...runs.map((run, i) => findingCell(findingOf(run, objective), first, i)),
        ]
      }),
    }),
  }
}

function findingCell(finding: SlaFinding | undefined, first: SlaFinding | undefined, index: number): MarkupPart {
  if (finding === undefined) return '–'
  const interval = intervalFigure(finding)
  const change = finding.unit === 'seconds' ? relativeChange(finding.observed, first?.observed ?? null, index) : null
  return html`${renderBadge(finding.finding, FINDING_WORDS[finding.finding])}<br>${observedFigure(finding)}${change}${interval === '' ? null : html`<br><span class="row-note">${interval}</span>`}`
}
