// What became of the iterations of flows, and of the setup.

import type { Report, ReportedFlow } from '../../../core/report/report.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatCount, formatLatency } from '../../figures/figures.ts'
import { flowFailures, setupFigure } from '../../figures/flow-figures.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { renderTable } from '../page/table.ts'

/** Null where the scenario has neither. */
export function flowSection({ load: { flows = [] }, run: { setup } }: Report): Section | null {
  if (flows.length === 0 && setup === undefined) return null
  const offered = flows.reduce((sum, flow) => sum + flow.offered, 0)
  const failed = flows.reduce((sum, flow) => sum + flow.failed, 0)
  return {
    id: 'flows',
    heading: flows.length === 0 ? 'What was set up before the run?' : 'Did users get to the end?',
    short: flows.length === 0 ? 'Setup' : 'Flows',
    ...(flows.length === 0 ? {} : { lede: howMany(failed, offered) }),
    body: html`${setup === undefined ? null : html`<p>Setup: ${setupFigure(setup)}.</p>\n`}${flows.length === 0 ? null : flowTable(flows)}${failures(flows)}`,
  }
}

function howMany(failed: number, offered: number): string {
  if (failed === 0) return `None of the ${counted(offered, 'iteration')} failed.`
  return `${formatCount(failed)} of ${counted(offered, 'iteration')} failed: a step did not get its expected answer, and what would have followed was not sent.`
}

function flowTable(flows: readonly ReportedFlow[]): Markup {
  const isLost = flows.some(({ lost = 0 }) => lost > 0)
  return renderTable({
    caption: 'Iterations of each flow that began in a measured phase',
    columns: [
      ...['Flow', 'Iterations', 'Completed', 'Failed', 'Unfinished'],
      ...(isLost ? ['Lost'] : []),
      ...['P50', 'P95'],
    ].map((heading) => ({ heading })),
    rows: flows.map(({ name, offered, completed, failed, unfinished, lost = 0, duration }) => [
      name,
      ...[offered, completed, failed, unfinished, ...(isLost ? [lost] : [])].map(formatCount),
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
