// The page that compares two or more runs: objectives, figures, curves, alerts, settings. Pure, except that the bundled
// client is read once.

import { worstVerdict } from '../../../core/report/worst-verdict.ts'
import { counted } from '../../../core/text/plural.ts'
import { formatSpan } from '../../figures/figures.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { verdictTitle } from '../../figures/verdict-label.ts'
import type { ChartData, PageCharts } from '../charts/chart-data.ts'
import { renderSwatch } from '../page/figure.ts'
import { pageFooter, pageHeader } from '../page/header-footer.ts'
import { html, type Markup } from '../page/markup.ts'
import { renderPage } from '../page/page.ts'
import { renderContents, renderSection, type Section } from '../page/section.ts'
import { renderBadge, verdictIcon } from '../page/verdict-badge.ts'
import { alertsByRun } from './alerts-by-run.ts'
import { changedSettings, comparabilitySentence } from './changed-settings.ts'
import { type ComparedRun, type NamedRun, namedRuns } from './compared-run.ts'
import { curvesByRun } from './curves-by-run.ts'
import { figuresByRun } from './figures-by-run.ts'
import { objectivesByRun } from './objectives-by-run.ts'
import { comparedPercentiles, comparedTimes, styleOf } from './overlaid-charts.ts'
import { requestsByRun } from './requests-by-run.ts'

/** @throws RangeError for fewer than two runs */
export function renderComparisonPage(runs: readonly ComparedRun[]): string {
  if (runs.length < 2) throw new RangeError(`expected at least two runs to compare, got ${runs.length}`)
  const named = namedRuns(withPlainText(runs))
  const names = [...new Set(named.map(({ report }) => report.scenario.name))]
  return renderPage({
    title: `${counted(named.length, 'run')} of ${names.join(', ')}`,
    kind: 'comparison',
    icon: verdictIcon(worstVerdict(named.map(({ report }) => report.verdict))),
    body: renderBody(named, names),
    charts: comparisonCharts(named),
  })
}

function renderBody(runs: readonly NamedRun[], names: readonly string[]): Markup {
  const sections = [
    objectivesByRun(runs),
    figuresByRun(runs),
    requestsByRun(runs),
    curvesByRun(runs),
    alertsByRun(runs),
    changedSettings(runs),
  ].filter((section): section is Section => section !== null)
  return html`${pageHeader()}<div class="page">
${renderContents(sections)}<main id="main">
<header class="compared">
<h1>${counted(runs.length, 'run')} of ${names.join(', ')}</h1>
<p class="lede">The first run, A, is the reference for the others. ${comparabilitySentence(runs)}</p>
<ol class="runs">
${runs.map(renderRun)}</ol>
</header>
${sections.map(renderSection)}</main>
</div>
${pageFooter(runs[0]?.report.run.harnessVersion ?? '')}`
}

function renderRun({ name, startedAt, report }: NamedRun, index: number): Markup {
  const { verdict, run, reasons } = report
  return html`<li class="run"><p class="run-name">${renderSwatch(styleOf(index), 'line')}<strong>${name}</strong></p>
<p>${renderBadge(verdict, verdictTitle(report))} <span class="row-note">${run.interrupted ? 'interrupted after' : 'ran for'} ${formatSpan(run.durationSeconds)}, ${startedAt}</span></p>
<p class="run-reason">${reasons[0] ?? ''}</p>
<p class="row-note"><code>${run.folder}</code></p></li>
`
}

function comparisonCharts(runs: readonly NamedRun[]): PageCharts {
  const charts: (readonly [id: string, chart: ChartData | null])[] = [
    ['chart-percentiles', comparedPercentiles(runs)],
    ['chart-runs', comparedTimes(runs)],
  ]
  return Object.fromEntries(charts.filter((entry): entry is [string, ChartData] => entry[1] !== null))
}
