// This run compared with an earlier one, quantile by quantile, and the conditions that differed.

import type { BaselineComparison, BaselineFinding, Report } from '../../../core/report/report.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { unsaid } from '../../../core/text/say-once.ts'
import {
  beforeAndAfter,
  comparedHeading,
  conditionFigure,
  differenceFigure,
  differenceInterval,
  reasonedDifference,
} from '../../figures/baseline-figures.ts'

import type { IntervalChart } from '../charts/chart-data.ts'
import { html, type Markup } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { formatTimestamp } from '../page/timestamp.ts'
import { renderBadge } from '../page/verdict-badge.ts'

/**
 * Null where the run was not compared with a baseline.
 * @param said what the reader has read already
 */
export function baselineSection({ baseline }: Report, said: readonly string[]): Section | null {
  if (baseline === undefined) return null
  const reasons = unsaid(baseline.findings.map(reasonedDifference), said)
  return {
    id: 'baseline',
    heading: 'Slower than before?',
    short: 'Baseline',
    lede: html`Compared with the run of ${formatTimestamp(baseline.startedAt)} in <code>${baseline.folder}</code>. Up to ${formatShare(baseline.margin)} slower is allowed.`,
    body: html`${conditions(baseline)}<ol class="objectives">
${baseline.findings.map((finding, i) => renderFinding(finding, i, reasons[i] ?? ''))}</ol>
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

function renderFinding(finding: BaselineFinding, index: number, reason: string): Markup {
  const [before, after] = beforeAndAfter(finding)
  return html`<li class="objective">
<div class="objective-head"><h3>${comparedHeading(finding)}</h3>${
    finding.finding === null
      ? html`<span class="row-note">not judged</span>`
      : renderBadge(finding.finding, CHANGE_WORDS[finding.finding])
  }</div>
<dl class="objective-figures"><div><dt>Baseline</dt><dd>${before}</dd></div><div><dt>This run</dt><dd>${after}</dd></div><div><dt>Change</dt><dd>${differenceFigure(finding)}</dd></div><div><dt>95% interval</dt><dd>${differenceInterval(finding) || 'none'}</dd></div></dl>
<div class="plot strip" id="${baselineChartId(index)}" data-chart="${baselineChartId(index)}" role="img" aria-label="${finding.reason}"></div>
${reason === '' ? null : html`<p class="objective-reason">${reason}</p>\n`}</li>
`
}

function conditions({ differences }: BaselineComparison): Markup | null {
  if (differences.length === 0) return null
  return html`<div class="remarks"><h3>Conditions that differ from the baseline’s</h3>
<ul>
${differences.map((each) => html`<li>${conditionFigure(each)}</li>\n`)}</ul></div>
`
}
