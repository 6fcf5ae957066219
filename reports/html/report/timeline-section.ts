// The run over time: exact and estimated quantile, alert states, rates and failures, on one axis with one cursor.

import type { Report, ReportedPhase } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { formatClock, formatCount, formatLatency, formatLatencyDifference, formatSpan } from '../../figures/figures.ts'
import { usersFelt } from '../../figures/verdict-label.ts'
import type { TimelineChart } from '../charts/chart-data.ts'
import { timelineChart } from '../charts/timeline-chart.ts'
import { type KeyEntry, renderFigure } from '../page/figure.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { type DataTable, renderTable } from '../page/table.ts'

/** Longer tables are scrolled past and not read. */
const MOST_TABLE_ROWS = 240

export function timelineSection(report: Report, details: ReportDetails): Section {
  const chart = timelineChart(report, details)
  const summary = widestGap(chart)
  return {
    id: 'timeline',
    heading: 'What happened over time?',
    short: 'Over time',
    lede: summary,
    body: html`${renderFigure({
      id: 'chart-timeline',
      title: `${chart.quantile} of the response time, exact and estimated; alerts; rates; errors`,
      axes: 'Time since the first phase began (min:s). Drag to zoom, double-click to zoom out; the arrow keys move the cursor.',
      key: timelineKey(chart, report),
      summary: `${chart.quantile} over time, exact and estimated. ${summary}`,
      table: timelineTable(timelineChart(report, details, MOST_TABLE_ROWS), report),
      note: timelineNote(chart),
    })}
<h3>Phase by phase</h3>
${phaseTable(report.load.phases)}`,
  }
}

function timelineKey({ quantile, rangeSeconds }: TimelineChart, report: Report): KeyEntry[] {
  const range = rangeSeconds === null ? '' : `, last ${lookback(rangeSeconds)}`
  return [
    { name: `Exact ${quantile}`, style: 'exact', meaning: `what ${usersFelt(report)}${range}` },
    ...(rangeSeconds === null
      ? []
      : [{ name: `Estimated ${quantile}`, style: 'estimate', meaning: 'what the dashboard showed' }]),
    { name: `${quantile} of one second`, style: 'slot', mark: 'dot', meaning: 'exact, of the requests due in it' },
    { name: 'Offered', style: 'offered', meaning: 'requests that were due' },
    { name: 'Achieved', style: 'achieved', mark: 'area', meaning: 'expected answers' },
    { name: 'Errors', style: 'errors', mark: 'area', meaning: 'not the expected answer' },
    { name: 'Timeouts', style: 'timeouts', mark: 'area', meaning: 'no answer in time' },
  ]
}

function timelineNote({ binSeconds, slotUnbounded }: TimelineChart): MarkupPart {
  const wide =
    binSeconds > 1 ? `Each point stands for ${formatSpan(binSeconds)}: the worst latency and the mean rate in it. ` : ''
  const unbounded =
    slotUnbounded.length > 0 ? 'A triangle at the upper edge marks a quantile among requests that never ended. ' : ''
  return wide || unbounded ? wide + unbounded : null
}

/** The instant at which dashboard and exact quantile were furthest apart. */
function widestGap(chart: TimelineChart): string {
  const { exact, exactUnbounded, estimate, ends, quantile, rangeSeconds } = chart
  const [firstUnbounded] = exactUnbounded
  if (firstUnbounded !== undefined) {
    const shown = Math.max(0, ...exactUnbounded.map((bin) => estimate[bin] ?? 0))
    return `From ${formatClock(ends[firstUnbounded] as number)} on, so many requests never ended that the exact ${quantile} had no bound. ${shown === 0 ? 'The dashboard showed nothing.' : `The dashboard showed at most ${formatLatency(shown)}.`}`
  }
  const gap = (bin: number) => Math.abs((estimate[bin] ?? Number.NaN) - (exact[bin] ?? Number.NaN))
  const worst = ends.reduce((most, _, bin) => (gap(bin) > (most < 0 ? 0 : gap(most)) ? bin : most), -1)
  if (worst < 0) return 'At no time were both the exact quantile and its estimate known.'
  const at = formatClock(ends[worst] as number)
  const difference = formatLatencyDifference((estimate[worst] as number) - (exact[worst] as number))
  const window = rangeSeconds === null ? '' : ` over the last ${lookback(rangeSeconds)}`
  return `Dashboard and exact ${quantile} were furthest apart at ${at}: the dashboard showed ${formatLatency(estimate[worst] ?? null)}, the exact ${quantile}${window} was ${formatLatency(exact[worst] ?? null)} (${difference}).`
}

function timelineTable(chart: TimelineChart, { load: { phases } }: Pick<Report, 'load'>): DataTable {
  const { quantile, ends, binSeconds } = chart
  const phaseAt = (seconds: number) =>
    phases.find(({ startSeconds, endSeconds }) => startSeconds <= seconds && seconds < endSeconds)?.name ?? '–'
  const stateAt = (lane: TimelineChart['lanes'][number], seconds: number) =>
    lane.segments.find(({ fromSeconds, toSeconds }) => fromSeconds <= seconds && seconds < toSeconds)?.state ?? '–'
  const latency = (values: TimelineChart['exact'], unbounded: readonly number[], bin: number) =>
    formatLatency(values[bin] ?? null, unbounded.includes(bin))
  return {
    caption: `The run in steps of ${formatSpan(binSeconds)}`,
    columns: [
      { heading: 'Until' },
      { heading: 'Phase', words: true },
      { heading: `Exact ${quantile}` },
      { heading: 'Estimate' },
      { heading: `${quantile} of the step` },
      { heading: 'Offered' },
      { heading: 'Achieved' },
      { heading: 'Errors' },
      { heading: 'Timeouts' },
      ...chart.lanes.map(({ name }) => ({ heading: name, words: true })),
    ],
    rows: ends.map((end, bin) => [
      formatClock(end),
      phaseAt(end - binSeconds / 2),
      latency(chart.exact, chart.exactUnbounded, bin),
      formatLatency(chart.estimate[bin] ?? null),
      latency(chart.slot, chart.slotUnbounded, bin),
      formatRate(chart.offeredRate[bin] ?? 0),
      formatRate(chart.achievedRate[bin] ?? 0),
      formatRate(chart.errorRate[bin] ?? 0),
      formatRate(chart.timeoutRate[bin] ?? 0),
      ...chart.lanes.map((lane) => STATE_WORDS[stateAt(lane, end - binSeconds / 2)]),
    ]),
  }
}

const STATE_WORDS = { inactive: 'inactive', pending: 'pending', firing: 'firing', noData: 'no data', '–': '–' } as const

function phaseTable(phases: readonly ReportedPhase[]): Markup {
  return renderTable({
    caption: 'The phases: offered and achieved rate, failures, response time',
    captionHidden: true,
    columns: [
      { heading: 'Phase' },
      { heading: 'P50' },
      { heading: 'P95' },
      { heading: 'P99' },
      { heading: 'Max' },
      { heading: 'Failed' },
      { heading: 'Offered' },
      { heading: 'Achieved' },
      { heading: 'Time' },
    ],
    rows: phases.map((phase) => {
      const { responseTime } = phase
      const latency = (seconds: number | null) => formatLatency(seconds, responseTime.unboundedCount > 0)
      return [
        html`${phase.name}${phase.measured ? null : html` <span class="row-note">not measured</span>`}${phase.model === 'closed' ? html` <span class="row-note">closed loop</span>` : null}`,
        latency(responseTime.p50),
        latency(responseTime.p95),
        latency(responseTime.p99),
        latency(responseTime.max),
        failedFigure(phase),
        formatRate(phase.offeredRate),
        formatRate(phase.achievedRate),
        `${formatClock(phase.startSeconds)}–${formatClock(phase.endSeconds)}`,
      ]
    }),
  })
}

function failedFigure({ offered, completed, lost }: ReportedPhase): string {
  if (offered === 0) return '–'
  const known = offered - lost
  const failed = known - completed
  const figure = failed === 0 ? '0' : `${formatCount(failed)} (${formatShare(failed / known)})`
  return lost === 0 ? figure : `${figure}, ${formatCount(lost)} lost`
}

function lookback(seconds: number): string {
  return seconds === 60 ? 'minute' : formatSpan(seconds)
}
