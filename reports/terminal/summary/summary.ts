// The closing summary on a terminal: verdict and reason first, then the evidence in the order in which one asks for
// it. Pure; no line is wider than the given width, from 20 columns up.

import type { Report } from '../../../core/report/report.ts'
import { withPlainText } from '../../figures/plain-text.ts'
import { rankingSection } from '../bucket-layouts/layouts.ts'
import type { TerminalOptions } from '../terminal-options.ts'
import { heading, statement } from '../text/section.ts'
import { type Line, line, paint, span, withoutTrailingSpace } from '../text/styled-text.ts'
import { alertSection } from './alert-section.ts'
import { baselineSection } from './baseline-section.ts'
import { crossCheckSection } from './cross-check-section.ts'
import { flowSection } from './flow-section.ts'
import { loadSection } from './load-section.ts'
import { repeatSection } from './repeat-section.ts'
import { requestSection } from './request-section.ts'
import { ruleSection } from './rule-section.ts'
import { slaSection } from './sla-section.ts'
import { bannerTexts, verdictBanner } from './verdict-banner.ts'

const PROBLEMS_SHOWN = 5
const WIDEST = 120

export function renderTerminalSummary(report: Report, options: TerminalOptions): string {
  const plain = withPlainText(report)
  const width = Math.min(options.width, WIDEST)
  const said = bannerTexts(plain)
  const sections = [
    verdictBanner(plain, width),
    slaSection(plain.sla, width),
    alertSection(plain, said, width),
    ruleSection(plain, width),
    crossCheckSection(plain, said, width),
    baselineSection(plain.baseline, width),
    repeatSection(plain.repeats, width),
    loadSection(plain, said, width),
    requestSection(plain, width),
    flowSection(plain, width),
    layoutSection(plain, width),
    problemSection(plain.run.problems, width),
    whereaboutsSection(plain, width),
  ].filter((lines) => lines.length > 0)
  const lines = sections.flatMap((section, i): Line[] => (i === 0 ? section : [[], ...section]))
  return `${lines.map((spans) => paint(spans, options.color)).join('\n')}\n`
}

function layoutSection({ layouts, layoutStudy }: Report, width: number): Line[] {
  return layouts && layoutStudy ? rankingSection({ layouts, layoutStudy }, width) : []
}

function problemSection(problems: readonly string[], width: number): Line[] {
  if (problems.length === 0) return []
  const hidden = problems.length - PROBLEMS_SHOWN
  return [
    ...heading('Notes', [], width),
    ...problems
      .slice(0, PROBLEMS_SHOWN)
      .flatMap((problem) => statement([span('! ', 'inconclusive'), span(problem)], width)),
    ...(hidden > 0 ? statement(line(`and ${hidden} more in the report`, 'quiet'), width) : []),
  ]
}

function whereaboutsSection({ run }: Report, width: number): Line[] {
  return [
    ...heading('Report', line(`${run.folder}/report.html`), width),
    ...replayable(heading('Replay', line(run.replay), width - 2)),
  ]
}

// Pasted as it stands, a command that was broken into lines still runs as one.
function replayable(lines: readonly Line[]): Line[] {
  return lines.map((spans, i) => (i < lines.length - 1 ? [...withoutTrailingSpace(spans), span(' \\')] : spans))
}
