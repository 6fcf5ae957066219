// The first thing to read: the verdict, of what, and why.

import type { Report } from '../../../core/report/report.ts'
import { formatSpan } from '../../figures/figures.ts'
import { VERDICT_MARKS, VERDICT_WORDS } from '../../figures/verdict-label.ts'
import { type Line, line, lineWidth, span } from '../text/styled-text.ts'
import { wrapLine } from '../text/wrap-line.ts'

const REASONS_SHOWN = 3
const INDENT = { first: 1, rest: 3 }

export function verdictBanner(report: Report, width: number): Line[] {
  const { verdict, scenario, run } = report
  const badge = [
    span(` ${VERDICT_MARKS[verdict]} ${VERDICT_WORDS[verdict]} `, `${verdict} badge`),
    span(' '),
    span(scenario.name, 'strong'),
  ]
  const remark = line([formatSpan(run.durationSeconds), ...remarks(report)].join(', '), 'quiet')
  return [
    line('━'.repeat(width), verdict),
    ...titled(badge, remark, width),
    line('━'.repeat(width), verdict),
    ...reasons(report, width),
  ]
}

function titled(badge: Line, remark: Line, width: number): Line[] {
  const together = [...badge, span('  '), ...remark]
  if (lineWidth(together) <= width) return [together]
  return [...(lineWidth(badge) <= width ? [badge] : wrapLine(badge, width)), ...wrapLine(remark, width, INDENT)]
}

function remarks({ verdict, scenario, run }: Report): string[] {
  return [
    ...(run.interrupted ? ['interrupted'] : []),
    ...(run.aborted === undefined ? [] : ['aborted']),
    ...(scenario.expectedVerdict === null
      ? []
      : [scenario.expectedVerdict === verdict ? 'as the scenario expects' : `expected: ${scenario.expectedVerdict}`]),
  ]
}

function reasons({ reasons: all, verdict }: Report, width: number): Line[] {
  const shown = all.slice(0, REASONS_SHOWN)
  const hidden = all.length - shown.length
  return [
    ...shown.flatMap((reason, i) =>
      wrapLine(line(reason, i === 0 && verdict !== 'pass' ? 'strong' : null), width, INDENT),
    ),
    ...(hidden > 0 ? wrapLine(line(`and ${hidden} more in the report`, 'quiet'), width, INDENT) : []),
  ]
}
