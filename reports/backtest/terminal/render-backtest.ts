// A back-test on a terminal: the headline and where the data comes from, what was expected, what changes, the matrix, then
// each alert. Pure; no line is wider than the given width, from 20 columns up.

import { firingWords } from '../../../core/backtest/firing-words.ts'
import type {
  BacktestReport,
  ChangedAlert,
  JudgedExpectation,
  ReportedAlert,
} from '../../../core/report/backtest-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { plainText, withPlainText } from '../../figures/plain-text.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { VERDICT_MARKS } from '../../figures/verdict-label.ts'
import type { TerminalOptions } from '../../terminal/terminal-options.ts'
import { bodyTable, detail, heading, statement, verdictMark } from '../../terminal/text/section.ts'
import { type Line, line, paint, span } from '../../terminal/text/styled-text.ts'
import { alertRemarks } from '../figures/alert-remarks.ts'
import {
  CHANGE_FIGURES,
  changeFigure,
  changeNote,
  movedFigure,
  notComparedSentences,
} from '../figures/change-figures.ts'
import { BAND_WORDS, type EpisodeRow, episodeRows } from '../figures/episode-rows.ts'
import { pageLabels } from '../figures/labels-figure.ts'
import { isMatrixShown, matrixRows } from '../figures/matrix-rows.ts'
import { PAGE_SENTENCE, sourceSentence } from '../figures/source-sentence.ts'
import { calendarLines } from './calendar.ts'

const WIDEST = 120
const MOST_EPISODES = 10
const MOST_GAPS = 5

export interface BacktestTerminal extends TerminalOptions {
  /** The page that was written; null for none. */
  readonly page: string | null
}

export function renderBacktest(given: BacktestReport, { width: columns, color, page }: BacktestTerminal): string {
  const report = withPlainText(given)
  const width = Math.min(columns, WIDEST)
  const alerts = report.variants.find(({ kind }) => kind === 'as-written')?.alerts ?? []
  const proposed = report.variants.find(({ kind }) => kind === 'proposed')?.alerts ?? []
  const shown = report.changes === null ? alerts : proposed
  const sections = [
    headSection(report, width),
    expectationSection(report.expectations, width),
    changeSection(report, width),
    matrixSection(report, width),
    ...shown.map((alert) => alertSection(alert, width)),
    gapSection(report, width),
    page === null ? [] : heading('Report', line(plainText(page)), width),
  ].filter((lines) => lines.length > 0)
  const lines = sections.flatMap((section, i): Line[] => (i === 0 ? section : [[], ...section]))
  return `${lines.map((spans) => paint(spans, color)).join('\n')}\n`
}

function headSection(report: BacktestReport, width: number): Line[] {
  const { verdict, headline, run } = report
  const mark = verdict === null ? [] : [span(`${VERDICT_MARKS[verdict]} `, verdict)]
  return [
    ...heading('Back-test', [...mark, span(headline)], width),
    ...(run.interrupted
      ? statement(line('Stopped before everything was read: this is what was read.', 'inconclusive'), width)
      : []),
    ...statement(line(sourceSentence(report), 'quiet'), width),
    ...report.notes.flatMap((note) => statement(line(note, 'quiet'), width)),
  ]
}

function expectationSection(expectations: readonly JudgedExpectation[], width: number): Line[] {
  if (expectations.length === 0) return []
  return [
    ...heading('Expected', [], width),
    ...expectations.flatMap(({ expectation, finding, reason, variant }) => [
      ...statement(
        [verdictMark(finding), span(` ${expectation}  `), span(`${EXPECTATION_WORDS[finding]}, ${variant}`, 'quiet')],
        width,
      ),
      ...detail(line(reason), width),
    ]),
  ]
}

function changeSection(report: BacktestReport, width: number): Line[] {
  const { changes, rules, proposed } = report
  if (changes === null) return []
  const rows = changes.map((change) => [
    line(change.alert, 'strong'),
    ...(['drawn', 'surely', 'could', 'firing'] as const).map((name) =>
      line(changeFigure(change, CHANGE_FIGURES[name])),
    ),
    line(changeNote(change), 'inconclusive'),
  ])
  const columns = [
    { header: 'alert', align: 'left', drop: 'keep' },
    { header: 'as drawn', align: 'right', drop: 'keep' },
    { header: 'surely', align: 'right', drop: 2 },
    { header: 'could', align: 'right', drop: 3 },
    { header: 'firing', align: 'right', drop: 1 },
    { header: '', align: 'left', drop: 4 },
  ] as const
  return [
    ...heading('What changes', line(`${rules.join(', ')} → ${proposed ?? ''}`, 'quiet'), width),
    ...(bodyTable(columns, rows, width) ?? []),
    ...changes.flatMap((change) => changedPages(change, report, width)),
  ]
}

function changedPages(change: ChangedAlert, report: BacktestReport, width: number): Line[] {
  const { alert, newPages, gonePages, movedPages, samePages } = change
  const page = (sign: string, start: string, rest: string) =>
    statement([span(`${sign} `, 'strong'), span(`${alert} ${instantFigure(start)} `), span(rest, 'quiet')], width)
  const pages = [
    ...newPages.map(({ start, durationSeconds, labels }) =>
      page('+', start, `new, for ${spanFigure(durationSeconds)} ${pageLabels(labels, alert, report)}`),
    ),
    ...gonePages.map(({ start, durationSeconds, labels }) =>
      page('−', start, `gone, was ${spanFigure(durationSeconds)} ${pageLabels(labels, alert, report)}`),
    ),
    ...movedPages.map(({ after, earlierSeconds, endsEarlierSeconds, labels }) =>
      page(
        '~',
        after,
        `${movedFigure(earlierSeconds)}${endsEarlierSeconds === null ? '' : `, ends ${movedFigure(endsEarlierSeconds)}`} ${pageLabels(labels, alert, report)}`,
      ),
    ),
  ]
  const more = pages.length - MOST_EPISODES
  return [
    ...pages.slice(0, MOST_EPISODES).flat(),
    ...(more > 0 ? statement(line(`and ${more} more pages of ${alert}`, 'quiet'), width) : []),
    ...(samePages > 0 && pages.length > 0
      ? statement(line(`= ${counted(samePages, 'page')} of ${alert} as before`, 'quiet'), width)
      : []),
    ...notComparedSentences(change).flatMap((sentence) =>
      statement([span('? ', 'inconclusive'), span(sentence)], width),
    ),
  ]
}

function matrixSection(report: BacktestReport, width: number): Line[] {
  if (!isMatrixShown(report)) return []
  const alerts = report.variants[0]?.alerts.length ?? 0
  const rows = matrixRows(report).map(({ variant, alert, counts, firing, note }) => [
    line(alert),
    line(variant),
    ...(['drawn', 'surely', 'could'] as const).map((name) =>
      line(counts === null ? '–' : String(counts[name]), counts !== null && counts[name] > 0 ? 'strong' : null),
    ),
    line(firing),
    line(note, 'quiet'),
  ])
  const columns = [
    { header: 'alert', align: 'left', drop: alerts > 1 ? 'keep' : 1 },
    { header: 'rules', align: 'left', drop: report.variants.length > 1 ? 'keep' : 1 },
    { header: 'drawn', align: 'right', drop: 'keep' },
    { header: 'surely', align: 'right', drop: 3 },
    { header: 'could', align: 'right', drop: 4 },
    { header: 'firing', align: 'right', drop: 2 },
    { header: '', align: 'left', drop: 5 },
  ] as const
  const table = bodyTable(columns, rows, width)
  return [
    ...heading('How often it fired', [], width),
    ...(table ??
      matrixRows(report).flatMap(({ variant, alert, counts }) =>
        statement(line(`${alert}, ${variant}: ${counts === null ? '–' : counts.drawn}`), width),
      )),
  ]
}

function alertSection(alert: ReportedAlert, width: number): Line[] {
  const { file, line: at, group, forSeconds, outcome, problem, expression } = alert
  const place = `${file}:${at}, group ${group}`
  const head = heading(alert.alert, line(place, 'quiet'), width)
  if (outcome === 'not-evaluated')
    return [...head, ...statement(line(`Not evaluated: ${problem}.`, 'inconclusive'), width)]
  if (outcome === 'no-data')
    return [...head, ...statement(line(`No data: ${problem}. That is no silence.`, 'inconclusive'), width)]
  const rows = episodeRows(alert)
  return [
    ...head,
    ...statement(line(`${firingWords(alert)}.`, 'strong'), width),
    ...statement(line(`${expression.replace(/\s+/g, ' ')}, for ${spanFigure(forSeconds)}`, 'quiet'), width),
    ...episodeTable(rows, width),
    ...calendarLines(alert, width),
    ...alertRemarks(alert).flatMap((remark) => statement([span('· ', 'quiet'), span(remark)], width)),
  ]
}

function episodeTable(rows: readonly EpisodeRow[], width: number): Line[] {
  if (rows.length === 0) return []
  const columns = [
    { header: 'from (UTC)', align: 'left', drop: 'keep' },
    { header: 'for', align: 'right', drop: 'keep' },
    { header: 'fired', align: 'left', drop: 1 },
    { header: 'peak', align: 'left', drop: 2 },
    { header: 'labels', align: 'left', drop: 3 },
  ] as const
  const shown = rows.slice(0, MOST_EPISODES)
  const cells = shown.map(({ start, length, band, peak, labels }) => [
    line(start),
    line(length),
    line(BAND_WORDS[band], band === 'surely' ? 'strong' : band === 'could' ? 'quiet' : null),
    line(peak),
    line(labels, 'quiet'),
  ])
  const table = bodyTable(columns, cells, width)
  const more = rows.length - shown.length
  return [
    ...(table ?? shown.flatMap(({ start, length }) => statement(line(`${start} ${length}`), width))),
    ...(more > 0 ? statement(line(`and ${more} more; all are in backtest.json`, 'quiet'), width) : []),
    ...statement(line(PAGE_SENTENCE, 'quiet'), width),
  ]
}

function gapSection({ gaps }: BacktestReport, width: number): Line[] {
  if (gaps.length === 0) return []
  const more = gaps.length - MOST_GAPS
  return [
    ...heading('Not read', line('what is missing here is not counted as silence', 'quiet'), width),
    ...gaps
      .slice(0, MOST_GAPS)
      .flatMap(({ from, to, selector, reason }) =>
        statement(
          [span(`${instantFigure(from)} to ${instantFigure(to)}  `), span(`${selector}: ${reason}`, 'quiet')],
          width,
        ),
      ),
    ...(more > 0 ? statement(line(`and ${more} more`, 'quiet'), width) : []),
  ]
}
