// What became of each request, and what the histogram says of those that have matchers of their own.

import type { Report, ReportedRequest } from '../../../../core/report/report.ts'
import { counted } from '../../../../core/text/plural.ts'
import { sayOnce } from '../../../../core/text/say-once.ts'
import { formatCount } from '../../../figures/figures.ts'
import {
  failedFigure,
  failureKinds,
  firstByteFigure,
  responseFigure,
  severalRequests,
} from '../../../figures/requests/request-figures.ts'
import { routeQuantile, routesOf } from '../../../figures/requests/route-figures.ts'
import { html, type Markup } from '../../page/markup.ts'
import type { Section } from '../../page/section.ts'
import { renderTable } from '../../page/table.ts'

/**
 * Null where there is one request, without matchers.
 * @param said what the reader has read already
 */
export function requestSection(report: Report, said: readonly string[]): Section | null {
  const requests = severalRequests(report)
  if (requests.length === 0 && routesOf(report).length === 0) return null
  return {
    id: 'requests',
    heading: 'How did each request do?',
    short: 'Requests',
    lede: requests.length === 0 ? null : ledeOf(requests),
    body: html`${requestTable(report)}${routeTable(report, said)}`,
  }
}

function ledeOf(requests: readonly ReportedRequest[]): string {
  const failing = requests.filter(({ offered, interrupted, completed }) => completed < offered - interrupted).length
  const unsent = requests.filter(({ offered }) => offered === 0).length
  const all = counted(requests.length, 'request')
  return [
    failing === 0 ? `None of the ${all} failed.` : `${formatCount(failing)} of the ${all} failed at least once.`,
    ...(unsent === 0 ? [] : [`${formatCount(unsent)} of them ${unsent === 1 ? 'was' : 'were'} never due.`]),
  ].join(' ')
}

function requestTable(report: Report): Markup | null {
  const requests = severalRequests(report)
  if (requests.length === 0) return null
  return renderTable({
    caption: 'Response times and failures by request, all measured phases',
    columns: [
      { heading: 'Request' },
      ...['Offered', 'Failed', 'P50', 'P95', 'P99', 'Max', 'First byte P95'].map((heading) => ({ heading })),
      { heading: 'Failures', words: true },
    ],
    rows: requests.map((request) => [
      request.name,
      formatCount(request.offered),
      failedFigure(request),
      ...(['p50', 'p95', 'p99', 'max'] as const).map((key) => responseFigure(request, key)),
      firstByteFigure(request),
      failureKinds(request) || '–',
    ]),
  })
}

function routeTable(report: Report, said: readonly string[]): Markup | null {
  const routes = routesOf(report)
  if (routes.length === 0) return null
  const remarks = routes.flatMap(({ name, remark }) => sayOnce([remark], said).map((text) => ({ name, text })))
  const table = renderTable({
    caption: `The ${routeQuantile(report)} at the client and in the histogram, by request`,
    columns: [
      { heading: 'Request' },
      ...['Exact, client', 'Histogram', 'Error', 'Relative', 'Counted'].map((heading) => ({ heading })),
      { heading: 'Series', words: true },
    ],
    rows: routes.map(({ name, match, client, histogram, error, relative, counted: observed }) => [
      name,
      client,
      histogram,
      error,
      relative,
      observed,
      html`<code>${match}</code>`,
    ]),
  })
  if (remarks.length === 0) return table
  return html`${table}<div class="remarks"><h3>Why the histogram is where it is</h3>
<ul>
${remarks.map(({ name, text }) => html`<li><strong>${name}</strong>: ${text}</li>\n`)}</ul></div>
`
}
