// The scenario as it was run, and how to run it again.

import { stringify } from 'yaml'
import type { Report } from '../../../core/report/report.ts'
import { machineFigure } from '../../figures/generators/machine-figure.ts'
import { html, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { formatTimestamp } from '../page/timestamp.ts'

export function scenarioSection(report: Report): Section {
  const { scenario, run } = report
  const facts: readonly (readonly [name: string, value: MarkupPart])[] = [
    ['Scenario', html`<code>${scenario.file}</code>`],
    ['Started', formatTimestamp(run.startedAt)],
    ['Seed', run.seed],
    ['Report', html`<code>${run.folder}</code>`],
    ['Harness', `sla-harness ${run.harnessVersion}, Node ${run.nodeVersion}`],
    ['Machine', machineFigure(report)],
  ]
  return {
    id: 'scenario',
    heading: 'The scenario, and how to replay it',
    short: 'Replay',
    lede: 'The same seed gives the same arrivals, latencies and faults.',
    body: html`<div class="replay"><pre tabindex="0" aria-label="The command that runs the scenario again"><code id="replay">${run.replay}</code></pre><button type="button" class="button needs-script" data-copy="replay">Copy</button></div>
<dl class="facts">
${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
<details class="table-view"><summary>The scenario as run</summary>
<pre class="listing" tabindex="0" aria-label="The scenario as run"><code>${stringify(scenario.resolved ?? {}, { lineWidth: 0 })}</code></pre></details>
`,
  }
}
