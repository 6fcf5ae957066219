// What became of the iterations of flows.

import type { Report, ReportedFlow } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount, formatLatency } from '../../figures/figures.ts'
import { flowFailures } from '../../figures/flow-figures.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'

/** Null where the scenario has none. */
export function flowSection({ load: { flows = [] } }: Report): Section | null {
  if (flows.length === 0) return null
  const offered = flows.reduce((sum, flow) => sum + flow.offered, 0)
  const failed = flows.reduce((sum, flow) => sum + flow.failed, 0)
  return {
    id: 'flows',
    heading: 'Did users get to the end?',
    short: 'Flows',
    lede:
      failed === 0
        ? `None of the ${counted(offered, 'iteration')} failed.`
        : `${formatCount(failed)} of ${counted(offered, 'iteration')} failed: a step did not get its expected answer, and what would have followed was not sent.`,
    body: html`${flowTable(flows)}${failures(flows)}`,
  }
}

function flowTable(flows: readonly ReportedFlow[]): Markup {
  return renderTable({
    caption: 'Iterations of each flow that began in a measured phase',
    columns: ['Flow', 'Iterations', 'Completed', 'Failed', 'Unfinished', 'P50', 'P95'].map((heading) => ({ heading })),
    rows: flows.map(({ name, offered, completed, failed, unfinished, duration }) => [
      name,
      ...[offered, completed, failed, unfinished].map(formatCount),
      ...[duration.p50, duration.p95].map((seconds) => formatLatency(seconds)),
    ]),
  })
}

function failures(flows: readonly ReportedFlow[]): Markup | null {
  const failing = flows.filter(({ failed }) => failed > 0)
  if (failing.length === 0) return null
  return html`<div class="remarks"><h3>Steps that ended an iteration</h3>
<ul>
${failing.map((flow) => html`<li>${flow.name}: ${flowFailures(flow)}</li>\n`)}</ul></div>
`
}
