// A section for each alert: how often it fired in the three histories, when, how high, and what the buckets decide.

import { firingWords } from '../../../core/backtest/firing-words.ts'
import type { BacktestReport, ReportedAlert } from '../../../core/report/backtest-report.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { renderLongTable } from '../../html/page/long-table.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { alertRemarks } from '../figures/alert-remarks.ts'
import { BAND_WORDS, episodeRows } from '../figures/episode-rows.ts'
import { renderCalendar } from './calendar-table.ts'
import { episodeLane, gapLane, renderTimeline } from './timeline.ts'

const MOST_EPISODES = 200

/** Of the proposed rules where there are some, else of the rules as written. */
export function alertSections(report: BacktestReport): Section[] {
  const shown = report.variants.find(({ kind }) => kind === 'proposed') ?? report.variants[0]
  return (shown?.alerts ?? []).map((alert, i) => ({
    id: `alert-${i + 1}`,
    heading: alert.alert,
    short: alert.alert.length > LONGEST_SHORT ? `${alert.alert.slice(0, LONGEST_SHORT - 1)}…` : alert.alert,
    lede: ledeOf(alert),
    body: html`<p class="expression"><code>${alert.expression.replace(/\s+/g, ' ')}</code></p>
<p class="row-note">for ${spanFigure(alert.forSeconds)}, ${alert.file}:${alert.line}, group ${alert.group}</p>
${alert.outcome === 'evaluated' ? evaluatedBody(alert, report) : null}`,
  }))
}

const LONGEST_SHORT = 18

function ledeOf(alert: ReportedAlert): string {
  if (alert.outcome === 'not-evaluated') return `Not evaluated: ${alert.problem}.`
  if (alert.outcome === 'no-data') return `No data: ${alert.problem}. That is no silence.`
  return `It ${firingWords(alert)}.`
}

function evaluatedBody(alert: ReportedAlert, report: BacktestReport): Markup {
  const { surely, drawn, could } = alert.histories
  const remarks = alertRemarks(alert)
  return html`<dl class="objective-figures">
${(['surely', 'drawn', 'could'] as const).map(
  (name) =>
    html`<div><dt>${BAND_WORDS[name]}</dt><dd>${alert.evaluations === 0 ? '–' : `${alert.histories[name].fired} in ${spanFigure(alert.histories[name].firingSeconds)}`}</dd></div>\n`,
)}</dl>
${renderTimeline(
  [
    episodeLane(BAND_WORDS.surely, 'lane-surely', surely.episodes),
    episodeLane(BAND_WORDS.drawn, 'lane-drawn', drawn.episodes),
    episodeLane(BAND_WORDS.could, 'lane-could', could.episodes),
    ...(alert.notKnown.length > 0 ? [gapLane(alert.notKnown)] : []),
  ],
  report,
  `When ${alert.alert} ${firingWords(alert)}.`,
)}${episodeTable(alert)}${renderCalendar(alert)}${
  remarks.length === 0
    ? null
    : html`<div class="remarks"><ul>\n${remarks.map((remark) => html`<li>${remark}</li>\n`)}</ul></div>\n`
}`
}

function episodeTable(alert: ReportedAlert): Markup | null {
  const rows = episodeRows(alert)
  if (rows.length === 0) return null
  const more = rows.length - MOST_EPISODES
  return html`${renderLongTable({
    caption: `Episodes of ${alert.alert}`,
    captionHidden: true,
    columns: [
      { heading: 'Start (UTC)' },
      { heading: 'Length' },
      { heading: 'Fired', words: true },
      { heading: 'Peak', words: true },
      { heading: 'Labels', words: true },
    ],
    rows: rows
      .slice(0, MOST_EPISODES)
      .map(({ start, length, band, peak, labels }) => [startMarkup(start), length, BAND_WORDS[band], peak, labels]),
  })}${more > 0 ? html`<p class="row-note">and ${more} more in backtest.json</p>\n` : null}`
}

/** A narrow page breaks it between the date and the time only. */
function startMarkup(start: string): Markup {
  return html`${start.split(' ').map((part, i) => html`${i > 0 ? ' ' : ''}<span class="instant">${part}</span>`)}`
}
