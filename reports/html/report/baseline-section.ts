// This run compared with an earlier one, quantile by quantile, and the conditions that differed.

import type { BaselineComparison, BaselineFinding, Report } from '../../../core/report/report.ts'
import {
  beforeAndAfter,
  conditionFigure,
  differenceFigure,
  differenceInterval,
} from '../../figures/baseline-figures.ts'
import { formatPercent } from '../../figures/figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import type { IntervalChart } from '../charts/chart-data.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { formatTimestamp } from '../page/timestamp.ts'
import { renderBadge } from '../page/verdict-badge.ts'

/** Null where the run was not compared with a baseline. */
export function baselineSection({ baseline }: Report): Section | null {
  if (baseline === undefined) return null
  return {
    id: 'baseline',
    heading: 'Slower than before?',
    short: 'Baseline',
    lede: html`Compared with the run of ${formatTimestamp(baseline.startedAt)} in <code>${baseline.folder}</code>. Up to ${formatPercent(baseline.margin)} slower is allowed.`,
    body: html`${conditions(baseline)}<ol class="objectives">
${baseline.findings.map(renderFinding)}</ol>
`,
  }
}

export function baselineChartId(index: number): string {
  return `chart-baseline-${index + 1}`
}

/** The change of one quantile against the margin. Null where there is nothing to draw. */
export function baselineChart(
  { difference, interval, finding, before, after }: BaselineFinding,
  margin: number,
): IntervalChart | null {
  const unbounded = before !== null && after === null
  if (difference === null && !unbounded) return null
  return {
    kind: 'interval',
    unit: 'share',
    good: 'below',
    limit: margin,
    observed: difference,
    unbounded,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    estimate: null,
    finding: finding ?? 'inconclusive',
  }
}

const CHANGE_WORDS = { pass: 'not slower', fail: 'slower', inconclusive: 'inconclusive' } as const

function renderFinding(finding: BaselineFinding, index: number): Markup {
  const [before, after] = beforeAndAfter(finding)
  return html`<li class="objective">
<div class="objective-head"><h3>${quantileHeading(finding.quantile)}</h3>${
    finding.finding === null
      ? html`<span class="row-note">not judged</span>`
      : renderBadge(finding.finding, CHANGE_WORDS[finding.finding])
  }</div>
<dl class="objective-figures"><div><dt>Baseline</dt><dd>${before}</dd></div><div><dt>This run</dt><dd>${after}</dd></div><div><dt>Change</dt><dd>${differenceFigure(finding)}</dd></div><div><dt>95% interval</dt><dd>${differenceInterval(finding) || 'none'}</dd></div></dl>
<div class="plot strip" id="${baselineChartId(index)}" data-chart="${baselineChartId(index)}" role="img" aria-label="${finding.reason}"></div>
<p class="objective-reason">${finding.reason}</p>
</li>
`
}

function conditions({ differences }: BaselineComparison): Markup | null {
  if (differences.length === 0) return null
  return html`<div class="remarks"><h3>Conditions that differ from the baseline’s</h3>
<ul>
${differences.map((each) => html`<li>${conditionFigure(each)}</li>\n`)}</ul></div>
`
}
