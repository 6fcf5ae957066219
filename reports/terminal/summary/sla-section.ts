// The objectives: what was promised, what was seen and how sure that is, and what the histogram alone would have said.

import type { SlaFinding } from '../../../core/report/report.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import {
  estimateFigure,
  estimateMisleads,
  intervalFigure,
  objectiveWithPlace,
  observedFigure,
} from '../../figures/sla-figures.ts'
import { bodyTable, detail, heading, statement, verdictMark } from '../text/section.ts'
import { type Line, line, type Span, span } from '../text/styled-text.ts'

const COLUMNS = [
  { header: '', align: 'left', drop: 'keep' },
  { header: 'objective', align: 'left', drop: 'keep' },
  { header: 'observed', align: 'right', drop: 'keep' },
  { header: '95% confidence', align: 'left', drop: 1 },
  { header: 'histogram alone', align: 'left', drop: 'keep' },
] as const

const HISTOGRAM_SAYS: Readonly<Record<Verdict, string>> = {
  pass: 'would pass',
  inconclusive: 'could not tell',
  fail: 'would fail',
}

/** Below this width a list reads better than what is left of a table. */
const NARROW = 56

export function slaSection(findings: readonly SlaFinding[], width: number): Line[] {
  return [...heading('SLA', [], width), ...body(findings, width)]
}

function body(findings: readonly SlaFinding[], width: number): Line[] {
  if (findings.length === 0) return statement(line('The scenario names no objectives.'), width)
  const rows = findings.map((finding) => [
    [verdictMark(finding.finding)],
    line(objectiveWithPlace(finding)),
    [observed(finding)],
    line(intervalFigure(finding), 'quiet'),
    byHistogram(finding),
  ])
  const table = width < NARROW ? null : bodyTable(COLUMNS, rows, width)
  return table ?? findings.flatMap((finding) => asList(finding, width))
}

// Only what differs is worth the lines on a narrow terminal.
function asList(finding: SlaFinding, width: number): Line[] {
  const interval = intervalFigure(finding)
  const title = [
    verdictMark(finding.finding),
    span(` ${objectiveWithPlace(finding)}: `),
    observed(finding),
    span(interval === '' ? '' : ` (${interval})`, 'quiet'),
  ]
  const histogram = estimateMisleads(finding) ? byHistogram(finding) : []
  return [
    ...statement(title, width),
    ...(histogram.length === 0 ? [] : detail([span('by the histogram: '), ...histogram], width)),
  ]
}

function observed(finding: SlaFinding): Span {
  return span(observedFigure(finding), finding.finding === 'pass' ? 'strong' : finding.finding)
}

function byHistogram(finding: SlaFinding): Line {
  const figure = estimateFigure(finding)
  if (figure === null || finding.estimateFinding === null) return []
  if (!estimateMisleads(finding)) return line(figure, 'quiet')
  return line(`${figure}, ${HISTOGRAM_SAYS[finding.estimateFinding]}`, finding.estimateFinding)
}
