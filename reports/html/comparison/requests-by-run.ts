// The requests, run by run: the P95 of each, and how many of it failed.

import { comparedRequests, referenceP95 } from '../../figures/requests/compared-requests.ts'
import { failedFigure, responseFigure } from '../../figures/requests/request-figures.ts'
import { html } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'
import type { NamedRun } from './compared-run.ts'
import { relativeChange } from './relative-change.ts'

/** Null where no run has several. */
export function requestsByRun(runs: readonly NamedRun[]): Section | null {
  const compared = comparedRequests(runs.map(({ report }) => report))
  if (compared.length === 0) return null
  return {
    id: 'requests',
    heading: 'How did each request do?',
    short: 'Requests',
    lede: runs.every(({ report }) => report.load.requests)
      ? null
      : 'Where nothing is known, the run did not tell its requests apart, as before version 0.3.',
    body: renderTable({
      caption: 'The P95 of each request and how many of it failed, run by run',
      captionHidden: true,
      columns: [{ heading: 'Request' }, ...runs.map(({ letter }) => ({ heading: letter }))],
      rows: compared.map((each) => {
        const first = referenceP95(each)
        return [
          each.name,
          ...each.requests.map((request, i) => {
            if (typeof request === 'string') return request
            const change = relativeChange(request.responseTime.p95, first, i)
            return html`${responseFigure(request, 'p95')}${change}<br><span class="row-note">${failedFigure(request)} failed</span>`
          }),
        ]
      }),
    }),
  }
}
