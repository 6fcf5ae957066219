// The compared bucket layouts as a ranked table: what each gets wrong, and what it costs.

import type { ComparedLayout, LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { formatCount } from '../../figures/figures.ts'
import { isRanked } from '../../figures/layouts/bucket-evidence-figures.ts'
import {
  alertFigure,
  errorFigure,
  estimateFigure,
  layoutBucketFigure,
  leadingQuantile,
  medianFigure,
  observeCostOf,
  observeFigure,
  quantileOf,
  RECOMMENDED,
  worstFigure,
  wrongFigure,
} from '../../figures/layouts/layout-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { bodyTable, statement } from '../text/section.ts'
import { fitLine, type Line, line, type Style, span } from '../text/styled-text.ts'
import type { Column } from '../text/table.ts'

const WIDEST_NAME = 24

export function layoutTable(compared: LayoutsReport, width: number): Line[] {
  const quantile = leadingQuantile(compared)
  const rows = compared.layouts.map((layout, i) => cells(compared, layout, i + 1, quantile))
  return (
    bodyTable(columns(quantileHeading(quantile)), rows, width) ??
    compared.layouts.flatMap((layout, i) => asList(compared, layout, i + 1, width))
  )
}

function columns(heading: string): Column[] {
  return [
    { header: '#', align: 'right', drop: 'keep' },
    { header: 'layout', align: 'left', drop: 'keep' },
    { header: heading, align: 'right', drop: 4 },
    { header: 'error', align: 'right', drop: 3 },
    { header: 'its bucket', align: 'left', drop: 6 },
    { header: 'median', align: 'right', drop: 7 },
    { header: 'worst', align: 'right', drop: 'keep' },
    { header: 'wrong', align: 'right', drop: 2 },
    { header: 'alert', align: 'left', drop: 5 },
    { header: 'series', align: 'right', drop: 1 },
    { header: 'bytes', align: 'right', drop: 8 },
    { header: 'observe', align: 'right', drop: 9 },
  ]
}

function cells(compared: LayoutsReport, layout: ComparedLayout, rank: number, quantile: number): Line[] {
  const row = quantileOf(layout, quantile)
  const style = styleOf(compared, layout)
  const figures = [
    estimateFigure(row),
    errorFigure(row),
    layoutBucketFigure(row),
    medianFigure(layout, quantile),
    worstFigure(layout),
    wrongFigure(layout),
    alertFigure(layout),
    formatCount(layout.series),
    formatCount(layout.expositionBytes),
    observeFigure(observeCostOf(compared, layout.name)),
  ]
  return [
    line(isRanked(compared) ? String(rank) : '', 'quiet'),
    fitLine(shownName(compared, layout), WIDEST_NAME),
    ...figures.map((figure) => line(figure, style)),
  ]
}

function asList(compared: LayoutsReport, layout: ComparedLayout, rank: number, width: number): Line[] {
  const figures = `worst ${worstFigure(layout)}, ${formatCount(layout.series)} series`
  return statement(
    [span(isRanked(compared) ? `${rank} ` : '', 'quiet'), ...shownName(compared, layout), span(`: ${figures}`)],
    width,
  )
}

function shownName(compared: LayoutsReport, layout: ComparedLayout): Line {
  const inUse = layout.name === compared.layoutStudy.current ? [span(' ←', 'strong')] : []
  const room = WIDEST_NAME - inUse.length * 2
  return [...fitLine([span(layout.name, styleOf(compared, layout))], room), ...inUse]
}

function styleOf({ layoutStudy }: LayoutsReport, { name }: ComparedLayout): Style | null {
  return name === RECOMMENDED || name === layoutStudy.current ? 'strong' : null
}
