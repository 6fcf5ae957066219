// The sections over all alerts: what was expected, what changes, how often each variant fired, what was not read.

import type { BacktestReport, ChangedAlert } from '../../../core/report/backtest-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { instantFigure } from '../../figures/rules/instant-figure.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { renderExpectations } from '../../html/page/expectations.ts'
import { renderLongTable } from '../../html/page/long-table.ts'
import { html, type Markup, type MarkupPart } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { renderTable } from '../../html/page/table.ts'
import {
  CHANGE_FIGURES,
  changeFigure,
  changeNote,
  movedFigure,
  notComparedSentences,
} from '../figures/change-figures.ts'
import { pageLabels } from '../figures/labels-figure.ts'
import { isMatrixShown, matrixRows } from '../figures/matrix-rows.ts'
import { episodeLane, renderTimeline } from './timeline.ts'

const MOST_PAGES = 100
const MOST_GAPS = 100

export function expectationSection({ expectations }: BacktestReport): Section | null {
  if (expectations.length === 0) return null
  return {
    id: 'expected',
    heading: 'Was it as expected?',
    short: 'Expected',
    body: renderExpectations(expectations.map((each) => ({ ...each, note: each.variant }))),
  }
}

export function changeSection(report: BacktestReport): Section | null {
  const { changes, rules, proposed } = report
  if (changes === null) return null
  return {
    id: 'changes',
    heading: 'What changes?',
    short: 'Changes',
    lede: html`From <code>${rules.join(', ')}</code> to <code>${proposed}</code>. Pages are those that Prometheus would have sent.`,
    body: html`${renderTable({
      caption: 'How often each alert fired, before and after',
      captionHidden: true,
      columns: [
        { heading: 'Alert' },
        { heading: 'As drawn' },
        { heading: 'Surely' },
        { heading: 'Could have' },
        { heading: 'Firing' },
        { heading: '', words: true },
      ],
      rows: changes.map((change) => [
        change.alert,
        html`<strong>${changeFigure(change, CHANGE_FIGURES.drawn)}</strong>`,
        ...(['surely', 'could', 'firing'] as const).map((name) => changeFigure(change, CHANGE_FIGURES[name])),
        changeNote(change),
      ]),
    })}${notCompared(changes)}${changes.map((change) => changedAlert(report, change))}`,
  }
}

function notCompared(changes: readonly ChangedAlert[]): Markup | null {
  const sentences = changes.flatMap(notComparedSentences)
  return sentences.length === 0
    ? null
    : html`<div class="remarks"><ul>\n${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul></div>\n`
}

function changedAlert(report: BacktestReport, change: ChangedAlert): MarkupPart {
  const { alert, newPages, gonePages, movedPages, samePages } = change
  if (newPages.length + gonePages.length + movedPages.length === 0) return null
  const drawn = (kind: 'as-written' | 'proposed') =>
    report.variants
      .filter((variant) => variant.kind === kind)
      .flatMap(({ alerts }) => alerts.filter((each) => each.alert === alert))
      .flatMap(({ histories }) => histories.drawn.episodes)
  const rows = [
    ...newPages.map((page) => ['new', page.start, spanFigure(page.durationSeconds), page.labels] as const),
    ...gonePages.map((page) => ['gone', page.start, `was ${spanFigure(page.durationSeconds)}`, page.labels] as const),
    ...movedPages.map(
      (page) =>
        [
          movedFigure(page.earlierSeconds),
          page.after,
          page.endsEarlierSeconds === null ? '' : `ends ${movedFigure(page.endsEarlierSeconds)}`,
          page.labels,
        ] as const,
    ),
  ]
  const more = rows.length - MOST_PAGES
  return html`<h3>${alert}</h3>
${renderTimeline(
  [
    episodeLane('today', 'lane-drawn', drawn('as-written')),
    episodeLane('proposed', 'lane-proposed', drawn('proposed')),
  ],
  report,
  `Pages of ${alert} over time, today and as proposed.`,
)}${renderLongTable({
  caption: `Pages of ${alert} that change`,
  captionHidden: true,
  columns: [
    { heading: 'Page' },
    { heading: 'Start (UTC)', words: true },
    { heading: 'Length', words: true },
    { heading: 'Labels', words: true },
  ],
  rows: rows
    .slice(0, MOST_PAGES)
    .map(([what, start, length, labels]) => [what, instantFigure(start), length, pageLabels(labels, alert, report)]),
})}${more > 0 ? html`<p class="row-note">and ${more} more in backtest.json</p>` : null}${samePages > 0 ? html`<p class="row-note">${counted(samePages, 'page')} as before.</p>` : null}`
}

export function matrixSection(report: BacktestReport): Section | null {
  if (!isMatrixShown(report)) return null
  return {
    id: 'matrix',
    heading: 'How often did it fire?',
    short: 'Matrix',
    lede: 'Firings of each alert, under each variant of the rules.',
    body: renderTable({
      caption: 'Firings by variant and alert',
      captionHidden: true,
      columns: [
        { heading: 'Alert' },
        { heading: 'Rules', words: true },
        { heading: 'As drawn' },
        { heading: 'Surely' },
        { heading: 'Could have' },
        { heading: 'Firing' },
        { heading: '', words: true },
      ],
      rows: matrixRows(report).map(({ variant, alert, counts, firing, note }) => [
        alert,
        variant,
        counts === null ? '–' : html`<strong>${counts.drawn}</strong>`,
        counts === null ? '–' : counts.surely,
        counts === null ? '–' : counts.could,
        firing,
        note,
      ]),
    }),
  }
}

export function gapSection({ gaps }: BacktestReport): Section | null {
  if (gaps.length === 0) return null
  const more = gaps.length - MOST_GAPS
  return {
    id: 'gaps',
    heading: 'What was not read?',
    short: 'Gaps',
    lede: 'What is missing here is not counted as silence.',
    body: html`<div class="remarks"><ul>
${gaps
  .slice(0, MOST_GAPS)
  .map(
    ({ from, to, selector, reason }): Markup =>
      html`<li>${instantFigure(from)} to ${instantFigure(to)}: <code>${selector}</code> ${reason}</li>\n`,
  )}${more > 0 ? html`<li>and ${more} more in backtest.json</li>\n` : null}</ul></div>
`,
  }
}
