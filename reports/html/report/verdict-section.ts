// The head of the page: the verdict, its reasons, and the figures that readers ask for first.

import { leadingObjective } from '../../../core/report/leading-objective.ts'
import type { AlertFinding, CrossCheckRow, Report, SlaFinding } from '../../../core/report/report.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { counted } from '../../../core/text/plural.ts'
import { errorFigure, leadingRow } from '../../figures/cross-check-figures.ts'
import { formatCount, formatLatency, formatSpan } from '../../figures/figures.ts'
import { errorFigures } from '../../figures/load-figures.ts'
import { reasonsBelow } from '../../figures/reasons-below.ts'
import { observedFigure } from '../../figures/sla-figures.ts'
import { judgedVerdict, quantileHeading, usersFelt, VERDICT_WORDS } from '../../figures/verdict-label.ts'
import { estimateChart, liesAmongUnbounded } from '../charts/estimate-chart.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import { formatTimestamp } from '../page/timestamp.ts'
import { FINDING_WORDS, renderMark } from '../page/verdict-badge.ts'

export function renderVerdict(report: Report): Markup {
  const { verdict, scenario, run, simulation } = report
  const { answer, others } = answerAndReasons(report)
  return html`<header class="hero hero-${verdict}">
<div class="stamp">
<h1>${renderMark(verdict)}<span>${simulation === undefined ? VERDICT_WORDS[verdict] : 'SIMULATED'}</span></h1>
<p class="stamp-name">${scenario.name}</p>
<p>${howItEnded(report)} ${formatSpan(run.durationSeconds)}, <time datetime="${run.startedAt}">${formatTimestamp(run.startedAt)}</time></p>
</div>
<div class="why">
${scenario.question ? html`<p class="question">${scenario.question}</p>\n` : null}${answer === '' ? null : html`<p class="first-reason">${answer}</p>\n`}<p class="expectation">${expectation(report)}</p>
</div>
${keyFigures(report)}${exactAndEstimate(report)}${
  others.length > 0 ? html`<ul class="reasons">\n${others.map((reason) => html`<li>${reason}</li>\n`)}</ul>\n` : null
}</header>
`
}

/** A report of an earlier version has no answer: its first reason stands there. */
function answerAndReasons(report: Report): { readonly answer: string; readonly others: readonly string[] } {
  const { headline } = report
  const [first = '', ...rest] = report.reasons
  if (headline === undefined) return { answer: first, others: rest }
  return { answer: headline, others: reasonsBelow(report) }
}

function howItEnded({ run: { aborted, interrupted }, repeats, simulation }: Report): string {
  if (simulation !== undefined) return `The model: ${VERDICT_WORDS[simulation.verdict]}. Virtual time of`
  if (aborted !== undefined) return 'Aborted after'
  if (interrupted) return 'Interrupted after'
  return repeats === undefined ? 'Ran for' : `${counted(repeats.runs.length, 'run')} in`
}

/** The exact quantile and the estimate on one axis. The key figures give the same numbers as text. */
function exactAndEstimate(report: Report): Markup | null {
  const chart = estimateChart(report)
  if (chart === null) return null
  const { quantile, exact, estimate, limit } = chart
  const summary = `${quantile}: exact ${formatLatency(exact, true)}, estimated ${formatLatency(estimate)}${limit === null ? '' : `, ${limit.label}`}.`
  return html`<div class="plot exact-estimate" id="chart-estimate" data-chart="chart-estimate" role="img" aria-label="${summary}"></div>
`
}

function expectation(report: Report): MarkupPart {
  const { expectedVerdict } = report.scenario
  if (expectedVerdict === null) return null
  return expectedVerdict === judgedVerdict(report)
    ? 'The scenario expects this verdict.'
    : html`The scenario expects the verdict <strong>${VERDICT_WORDS[expectedVerdict]}</strong>.`
}

interface KeyFigure {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly style?: string
}

function keyFigures(report: Report): Markup {
  const figures = [
    ...judgedFigure(report),
    ...latencyFigures(report),
    loadFigure(report),
    slaFigure(report),
    ...alertFigures(report.alerts),
  ]
  return html`<dl class="figures">
${figures.map(
  ({ name, value, note, style = 'plain' }) =>
    html`<div class="figure-item figure-${style}"><dt>${name}</dt><dd><span class="figure-value">${value}</span> <span class="figure-note">${note}</span></dd></div>\n`,
)}</dl>
`
}

/** What was judged, with its phase, unless the exact quantile beside it is just that. */
function judgedFigure(report: Report): KeyFigure[] {
  const leading = leadingObjective(report.sla)
  if (leading === undefined || isExactFigure(leading, report)) return []
  const phases = leading.during === null ? 'all measured phases' : `during ${leading.during}`
  const about = leading.request === undefined ? '' : `, for ${leading.request}`
  return [
    {
      name: leading.objective,
      value: observedFigure(leading),
      note: `${FINDING_WORDS[leading.finding]}${about}, ${phases}`,
      style: leading.finding,
    },
  ]
}

function isExactFigure({ objective, during, request }: SlaFinding, { crossCheck }: Report): boolean {
  const judged = parseObjective(objective)
  if (during !== null || request !== undefined || judged?.kind !== 'quantile') return false
  return judged.quantile === (leadingRow(crossCheck)?.quantile ?? 0.95)
}

function latencyFigures(report: Report): KeyFigure[] {
  const row = leadingRow(report.crossCheck)
  const exact = exactFigure(report, row)
  if (row === undefined) return [exact]
  const error = row.error === null || exact.value === '∞' ? '' : `: ${errorFigure(row)}`
  const name = `Estimated ${quantileHeading(row.quantile)}`
  return [
    exact,
    {
      name,
      value: formatLatency(row.estimate),
      note: `what the histogram says, all measured phases${error}`,
      style: 'estimate',
    },
  ]
}

function exactFigure(report: Report, row: CrossCheckRow | undefined): KeyFigure {
  const { responseTime } = report.load.total
  const quantile = row?.quantile ?? 0.95
  const name = `Exact ${quantileHeading(quantile)}`
  const leading = leadingObjective(report.sla)
  const judged =
    leading !== undefined && isExactFigure(leading, report)
      ? `; ${leading.objective} is ${FINDING_WORDS[leading.finding]}`
      : ''
  if (!liesAmongUnbounded(report, quantile))
    return {
      name,
      value: formatLatency(row?.exactClient ?? responseTime.p95),
      note: `what ${usersFelt(report)}, all measured phases${judged}`,
      style: 'exact',
    }
  const ended = row === undefined ? '' : `; ${formatLatency(row.exactClient)} of those answered`
  const note = `${formatCount(responseTime.unboundedCount)} of ${formatCount(responseTime.count)} never ended${ended}, all measured phases${judged}`
  return { name, value: '∞', note, style: 'exact' }
}

function loadFigure({ load: { total } }: Report): KeyFigure {
  const failed = total.errors + total.timeouts + total.unfinished + total.lost
  const errors = total.errors === 0 ? '' : `${formatCount(total.errors)} failed (${errorFigures(total)})`
  const failures = [
    errors,
    count(total.timeouts - total.neverSent, 'timed out'),
    count(total.neverSent, 'never sent'),
    count(total.unfinished - total.interrupted, 'unfinished'),
    count(total.interrupted, 'cut off'),
    count(total.lost, 'lost with a generator'),
  ]
  return {
    name: 'Requests',
    value: formatCount(total.offered),
    note: `${formatRate(total.offeredRate)} offered; ${failed === 0 ? 'all answered as expected' : failures.filter(Boolean).join(', ')}`,
  }
}

function count(requests: number, what: string): string {
  return requests === 0 ? '' : `${formatCount(requests)} ${what}`
}

function slaFigure({ sla }: Report): KeyFigure {
  const met = sla.filter(({ finding }) => finding === 'pass').length
  const inconclusive = sla.filter(({ finding }) => finding === 'inconclusive').length
  const failed = sla.length - met - inconclusive
  const parts = [failed > 0 ? `${failed} not met` : '', inconclusive > 0 ? `${inconclusive} inconclusive` : '']
  const note = sla.length === 0 ? 'the scenario sets none' : parts.filter(Boolean).join(', ') || 'all met'
  return { name: 'Objectives met', value: `${met} of ${sla.length}`, note }
}

function alertFigures(alerts: readonly AlertFinding[]): KeyFigure[] {
  const alert = alerts.find(({ expected }) => expected !== null) ?? alerts[0]
  if (alert === undefined) return []
  const { detectionSeconds, resolutionSeconds, transitions } = alert
  const fired = transitions.some(({ state }) => state === 'firing')
  const resolution = resolutionSeconds === null ? '' : `; ${formatDuration(resolutionSeconds)} until it resolved`
  return [
    {
      name: 'Alert',
      value: fired ? (detectionSeconds === null ? 'fired' : formatDuration(detectionSeconds)) : 'silent',
      note: fired && detectionSeconds !== null ? `until it fired${resolution}` : (alert.expected ?? 'no expectation'),
    },
  ]
}
