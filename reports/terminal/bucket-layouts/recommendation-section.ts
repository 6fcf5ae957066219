// The recommended bounds: what they promise, the curve of error against cost, and code to paste.

import { CODE_LANGUAGES } from '../../../core/histogram/layout-code.ts'
import type { LayoutRecommendation, LayoutsReport } from '../../../core/report/layout-comparison.ts'
import {
  boundsFigure,
  CODE_TITLES,
  curvePoints,
  forcedSentence,
  isChosen,
  promiseSentence,
  sizeFigure,
  validationSentence,
} from '../../figures/layouts/layout-figures.ts'
import { bodyTable, heading, statement } from '../text/section.ts'
import { type Line, line, span } from '../text/styled-text.ts'
import { wrapLine } from '../text/wrap-line.ts'

export function recommendationSection({ layoutStudy }: LayoutsReport, width: number): Line[] {
  const { recommendation, recommendationNote } = layoutStudy
  if (!recommendation)
    return [...heading('No recommendation', [], width), ...statement(line(recommendationNote ?? ''), width)]
  const forced = forcedSentence(recommendation)
  return [
    ...heading('Recommended', line(boundsFigure(recommendation.chosen.bounds), 'pass'), width),
    ...statement(line(promiseSentence(recommendation)), width),
    ...(forced === null ? [] : statement(line(forced), width)),
    ...statement(line(validationSentence(recommendation)), width),
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

/** By client library, those that fit: only a list of bounds may be broken, after a comma. */
export function codeSection({ layoutStudy: { code } }: LayoutsReport, width: number): Line[] {
  if (!code) return []
  const blocks = CODE_LANGUAGES.map((language) => ({ language, lines: codeLines(code[language], width) }))
  const shown = blocks.flatMap(({ language, lines }) =>
    lines === null ? [] : [[...heading(CODE_TITLES[language], [], width), ...lines]],
  )
  const left = blocks.filter(({ lines }) => lines === null).map(({ language }) => CODE_TITLES[language])
  const note =
    left.length === 0
      ? []
      : [statement(line(`Too wide for this terminal, in the Markdown: ${left.join(', ')}.`), width)]
  return [...shown, ...note].flatMap((block, i) => (i === 0 ? block : [[], ...block]))
}

function codeLines(code: string, width: number): Line[] | null {
  const lines = code.split('\n').map((text) => text.replaceAll('\t', '    '))
  const fits = (text: string) =>
    text.length < width || (text.length < 4 * width && !text.includes('"') && text.includes(', '))
  return lines.every(fits) ? lines.flatMap((text) => codeLine(text, width)) : null
}

function codeLine(text: string, width: number): Line[] {
  const depth = 1 + text.length - text.trimStart().length
  return wrapLine(line(text.trimStart()), width, { first: depth, rest: Math.min(depth + 4, width - 8) })
}
