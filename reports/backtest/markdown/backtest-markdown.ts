// A back-test in Markdown: a comment on a pull request, a part of a job's summary. Pure.

import { firingWords } from '../../../core/backtest/firing-words.ts'
import type { BacktestReport, ChangedAlert, ReportedAlert } from '../../../core/report/backtest-report.ts'
import { plainText, withPlainText } from '../../figures/plain-text.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { VERDICT_MARKS } from '../../figures/verdict-label.ts'
import { expectationTable } from '../../markdown/expectation-table.ts'
import {
  markdownCellCode,
  markdownCode,
  markdownSummary,
  markdownTable,
  markdownText,
} from '../../markdown/markdown-text.ts'
import { alertRemarks } from '../figures/alert-remarks.ts'
import { dayFigure } from '../figures/calendar-weeks.ts'
import {
  CHANGE_FIGURES,
  changeFigure,
  changeNote,
  movedFigure,
  notComparedSentences,
} from '../figures/change-figures.ts'
import { BAND_WORDS, episodeRows } from '../figures/episode-rows.ts'
import { pageLabels } from '../figures/labels-figure.ts'
import { isMatrixShown, matrixRows } from '../figures/matrix-rows.ts'
import { PAGE_SENTENCE, sourceSentence } from '../figures/source-sentence.ts'

const right = 'right' as const
const MOST_EPISODES = 20
const MOST_GAPS = 10

export function renderBacktestMarkdown(given: BacktestReport): string {
  const report = withPlainText(given)
  const { verdict, headline, run } = report
  const mark = verdict === null ? '' : `${VERDICT_MARKS[verdict]} `
  const proposed = report.variants.find(({ kind }) => kind === 'proposed')
  const shown = (proposed ?? report.variants[0])?.alerts ?? []
  const parts = [
    `## ${mark}Back-test: ${markdownText(headline)}`,
    ...(run.interrupted ? ['**Stopped before everything was read: this is what was read.**'] : []),
    ...expectationTable(report.expectations),
    ...changes(report),
    ...matrix(report),
    ...shown.flatMap(alertParts),
    ...gaps(report),
    ...report.notes.map(markdownText),
    `<sub>${markdownText(sourceSentence(report))} ${PAGE_SENTENCE}</sub>`,
  ]
  return `${parts.join('\n\n')}\n`
}

function changes(report: BacktestReport): string[] {
  const { changes: changed, rules, proposed } = report
  if (changed === null) return []
  const table = markdownTable(
    [
      { header: 'Alert' },
      { header: 'Fired as drawn', align: right },
      { header: 'Surely', align: right },
      { header: 'Could have', align: right },
      { header: 'Firing', align: right },
      { header: 'Note' },
    ],
    changed.map((change) => [
      `**${markdownText(change.alert)}**`,
      ...(['drawn', 'surely', 'could', 'firing'] as const).map((name) => changeFigure(change, CHANGE_FIGURES[name])),
      changeNote(change),
    ]),
  )
  const pages = changed.flatMap((change) => changedPages(change, report))
  const more = pages.length - MOST_EPISODES
  const unknown = changed.flatMap(notComparedSentences).map((sentence) => `- ${markdownText(sentence)}`)
  return [
    `### From ${markdownText(rules.join(', '))} to ${markdownText(proposed ?? '')}`,
    table,
    ...(pages.length === 0
      ? []
      : [pages.slice(0, MOST_EPISODES).join('\n') + (more > 0 ? `\n- and ${more} more` : '')]),
    ...(unknown.length === 0 ? [] : [unknown.join('\n')]),
  ]
}

function changedPages(change: ChangedAlert, report: BacktestReport): string[] {
  const { alert, newPages, gonePages, movedPages } = change
  const name = markdownText(alert)
  const labels = (of: ChangedAlert['newPages'][number]['labels']) => {
    const text = markdownCode(pageLabels(of, alert, report))
    return text === '' ? '' : ` ${text}`
  }
  return [
    ...newPages.map(
      (page) =>
        `- **new** ${instantFigure(page.start)}, ${name} for ${spanFigure(page.durationSeconds)}${labels(page.labels)}`,
    ),
    ...gonePages.map(
      (page) =>
        `- **gone** ${instantFigure(page.start)}, ${name}, was ${spanFigure(page.durationSeconds)}${labels(page.labels)}`,
    ),
    ...movedPages.map(
      (page) =>
        `- **${movedFigure(page.earlierSeconds)}** ${instantFigure(page.after)}, ${name}${page.endsEarlierSeconds === null ? '' : `, ends ${movedFigure(page.endsEarlierSeconds)}`}${labels(page.labels)}`,
    ),
  ]
}

function matrix(report: BacktestReport): string[] {
  if (!isMatrixShown(report)) return []
  const columns = [
    { header: 'Alert' },
    { header: 'Rules' },
    { header: 'Fired as drawn', align: right },
    { header: 'Surely', align: right },
    { header: 'Could have', align: right },
    { header: 'Firing', align: right },
    { header: 'Note' },
  ]
  const rows = matrixRows(report).map(({ variant, alert, counts, firing, note }) => [
    markdownText(alert),
    markdownText(variant),
    ...(['drawn', 'surely', 'could'] as const).map((name) => (counts === null ? '–' : String(counts[name]))),
    firing,
    markdownText(note),
  ])
  return ['### How often it fired', markdownTable(columns, rows)]
}

/** Folded: a comment should not push the discussion away. */
function alertParts(alert: ReportedAlert): string[] {
  const { outcome, problem, file, line, expression } = alert
  const name = markdownText(alert.alert)
  const place = markdownText(`${file}:${line}`)
  if (outcome === 'not-evaluated') return [`- **${name}** (${place}) is not evaluated: ${markdownText(problem ?? '')}.`]
  if (outcome === 'no-data')
    return [`- **${name}** (${place}) had no data: ${markdownText(problem ?? '')}. That is no silence.`]
  const rows = episodeRows(alert)
  const shown = rows.slice(0, MOST_EPISODES)
  const table = markdownTable(
    [
      { header: 'From (UTC)' },
      { header: 'For', align: right },
      { header: 'Fired' },
      { header: 'Peak' },
      { header: 'Labels' },
    ],
    shown.map(({ start, length, band, peak, labels }) => [
      start,
      length,
      BAND_WORDS[band],
      markdownText(peak),
      markdownCellCode(labels),
    ]),
  )
  const days = alert.days
    .filter(({ drawn, notKnownSeconds }) => drawn > 0 || notKnownSeconds > 0)
    .map((day) => `${day.day}: ${dayFigure(day)}`)
  const remarks = alertRemarks(alert)
  return [
    `<details><summary><b>${markdownSummary(alert.alert)}</b> ${markdownSummary(firingWords(alert))}</summary>`,
    `${place}: ${markdownCode(plainText(expression.replace(/\s+/g, ' ')))}`,
    ...(rows.length === 0
      ? []
      : [table + (rows.length > shown.length ? `\n\nand ${rows.length - shown.length} more` : '')]),
    ...(days.length === 0 ? [] : [`Pages by day (UTC; ? where data is missing): ${days.join(', ')}`]),
    ...(remarks.length === 0 ? [] : [remarks.map((remark) => `- ${markdownText(remark)}`).join('\n')]),
    '</details>',
  ]
}

function gaps({ gaps: all }: BacktestReport): string[] {
  if (all.length === 0) return []
  const shown = all.slice(0, MOST_GAPS)
  const lines = shown.map(
    ({ from, to, selector, reason }) =>
      `- ${instantFigure(from)} to ${instantFigure(to)}: ${markdownCode(selector)} ${markdownText(reason)}`,
  )
  const more = all.length > shown.length ? [`- and ${all.length - shown.length} more`] : []
  return ['### Not read, and not counted as silence', [...lines, ...more].join('\n')]
}
