// The recommended bounds: what they promise, the curve of error against cost, and code to paste.

import { CODE_LANGUAGES } from '../../../core/layout-code.ts'
import type { LayoutRecommendation, LayoutsReport } from '../../../core/layout-comparison.ts'
import {
  boundsFigure,
  CODE_TITLES,
  curvePoints,
  forcedSentence,
  isChosen,
  promiseSentence,
  sizeFigure,
} from '../../layout-figures.ts'
import { type Line, line, span } from '../styled-text.ts'
import { bodyTable, heading, statement } from '../summary/section.ts'
import { wrapLine } from '../wrap-line.ts'

export function recommendationSection({ layoutStudy }: LayoutsReport, width: number): Line[] {
  const { recommendation, recommendationNote } = layoutStudy
  if (!recommendation)
    return [...heading('No recommendation', [], width), ...statement(line(recommendationNote ?? ''), width)]
  const forced = forcedSentence(recommendation)
  return [
    ...heading('Recommended', line(boundsFigure(recommendation.chosen.bounds), 'pass'), width),
    ...statement(line(promiseSentence(recommendation)), width),
    ...(forced === null ? [] : statement(line(forced), width)),
    ...statement(line(recommendation.crossValidationNote), width),
  ]
}

export function curveSection({ layoutStudy: { recommendation } }: LayoutsReport, width: number): Line[] {
  if (!recommendation || recommendation.curve.length === 0) return []
  const rows = curvePoints(recommendation).map((point) => {
    const style = isChosen(recommendation, point) ? 'strong' : null
    return [
      line(String(point.bounds.length), style),
      line(String(point.series), style),
      line(sizeFigure(point.worstError), style),
      line(sizeFigure(point.meanError), style),
      line(sizeFigure(point.guaranteedError), style),
      bar(point.worstError, recommendation),
    ]
  })
  const columns = [
    { header: 'bounds', align: 'right', drop: 'keep' },
    { header: 'series', align: 'right', drop: 3 },
    { header: 'worst', align: 'right', drop: 'keep' },
    { header: 'mean', align: 'right', drop: 2 },
    { header: 'at most', align: 'right', drop: 1 },
    { header: '', align: 'left', drop: 4 },
  ] as const
  const table = bodyTable(columns, rows, width)
  return table === null ? [] : [...heading('Error against cost', [], width), ...table]
}

const BAR_WIDTH = 20

function bar(error: number, { curve }: LayoutRecommendation): Line {
  const most = Math.max(...curve.map(({ worstError }) => worstError))
  return most > 0 ? [span('█'.repeat(Math.ceil((error / most) * BAR_WIDTH)), 'quiet')] : []
}

/** By client library. A line is only ever broken after a comma or at a space, where all these languages allow it. */
export function codeSection({ layoutStudy: { code } }: LayoutsReport, width: number): Line[] {
  if (!code) return []
  return CODE_LANGUAGES.flatMap((language, i) => [
    ...(i === 0 ? [] : [[]]),
    ...heading(CODE_TITLES[language], [], width),
    ...code[language].split('\n').flatMap((text) => codeLine(text, width)),
  ])
}

function codeLine(text: string, width: number): Line[] {
  const spaced = text.replaceAll('\t', '    ')
  const depth = 1 + spaced.length - spaced.trimStart().length
  const most = Math.max(0, width - 10)
  return wrapLine(line(spaced.trimStart()), width, { first: Math.min(depth, most), rest: Math.min(depth + 4, most) })
}
