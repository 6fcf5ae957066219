// The first thing to read: the verdict, the scenario's question and its answer, and what bears on it.

import type { Report } from '../../../core/report/report.ts'
import { formatSpan } from '../../figures/figures.ts'
import { reasonsBelow } from '../../figures/reasons-below.ts'
import { judgedVerdict, VERDICT_MARKS, verdictTitle } from '../../figures/verdict-label.ts'
import { type Line, line, lineWidth, span } from '../text/styled-text.ts'
import { wrapLine } from '../text/wrap-line.ts'

const REASONS_SHOWN = 3
const INDENT = { first: 1, rest: 3 }

export function verdictBanner(report: Report, width: number): Line[] {
  const { verdict, scenario, run } = report
  const badge = [
    span(` ${VERDICT_MARKS[verdict]} ${verdictTitle(report)} `, `${verdict} badge`),
    span(' '),
    span(scenario.name, 'strong'),
  ]
  const duration = `${formatSpan(run.durationSeconds)}${report.simulation === undefined ? '' : ' of virtual time'}`
  const remark = line([duration, ...remarks(report)].join(', '), 'quiet')
  return [
    line('━'.repeat(width), verdict),
    ...titled(badge, remark, width),
    line('━'.repeat(width), verdict),
    ...question(report, width),
    ...answer(report, width),
  ]
}

/** What the banner says, so that the sections below need not say it again. */
export function bannerTexts(report: Report): string[] {
  return [report.headline ?? '', ...shownReasons(report)]
}

function shownReasons(report: Report): readonly string[] {
  return reasonsBelow(report).slice(0, REASONS_SHOWN)
}

function titled(badge: Line, remark: Line, width: number): Line[] {
  const together = [...badge, span('  '), ...remark]
  if (lineWidth(together) <= width) return [together]
  return [...(lineWidth(badge) <= width ? [badge] : wrapLine(badge, width)), ...wrapLine(remark, width, INDENT)]
}

function remarks(report: Report): string[] {
  const { scenario, run } = report
  return [
    ...(run.interrupted ? ['interrupted'] : []),
    ...(run.aborted === undefined ? [] : ['aborted']),
    ...(scenario.expectedVerdict === null
      ? []
      : [
          scenario.expectedVerdict === judgedVerdict(report)
            ? 'as the scenario expects'
            : `expected: ${scenario.expectedVerdict}`,
        ]),
  ]
}

function question({ scenario }: Report, width: number): Line[] {
  return scenario.question === '' ? [] : wrapLine(line(scenario.question, 'quiet'), width, INDENT)
}

function answer(report: Report, width: number): Line[] {
  const { headline } = report
  const all = reasonsBelow(report)
  const shown = shownReasons(report)
  const hidden = all.length - shown.length
  const isFirst = (i: number) => i === 0 && headline === undefined && report.verdict !== 'pass'
  return [
    ...(headline === undefined ? [] : wrapLine(line(headline, 'strong'), width, INDENT)),
    ...shown.flatMap((reason, i) => wrapLine(line(reason, isFirst(i) ? 'strong' : null), width, INDENT)),
    ...(hidden > 0 ? wrapLine(line(`and ${hidden} more in the report`, 'quiet'), width, INDENT) : []),
  ]
}
