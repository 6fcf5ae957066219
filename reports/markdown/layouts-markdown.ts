// A comparison of bucket layouts in Markdown: a section of report.md, and layouts.md by itself. Pure.

import { CODE_LANGUAGES } from '../../core/histogram/layout-code.ts'
import type { LayoutsReport } from '../../core/report/layout-comparison.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatCount, formatLatency } from '../figures/figures.ts'
import {
  isRanked,
  knownQuantileFigures,
  orderSentence,
  sumSentence,
  thresholdSentence,
} from '../figures/layouts/bucket-evidence-figures.ts'
import {
  alertFigure,
  boundsFigure,
  CODE_TITLES,
  curvePoints,
  detectionFigure,
  exactAlertSentence,
  forcedSentence,
  isChosen,
  latencyPair,
  matrixLayouts,
  matrixSentence,
  medianFigure,
  observationsSentence,
  observeCostOf,
  observeFigure,
  promiseSentence,
  quantileOf,
  ruleChoices,
  sizeFigure,
  validationSentence,
  worstFigure,
  wrongFigure,
} from '../figures/layouts/layout-figures.ts'
import { withPlainText } from '../figures/plain-text.ts'
import { quantileHeading } from '../figures/verdict-label.ts'
import { markdownCode, markdownCodeBlock, markdownTable, markdownText } from './markdown-text.ts'

const right = 'right' as const

/** layouts.md */
export function renderLayoutsMarkdown(compared: LayoutsReport): string {
  return `${['## Bucket layouts', ...layoutParts(compared)].join('\n\n')}\n`
}

/** Without a heading of its own. */
export function layoutParts(given: LayoutsReport): string[] {
  const compared = withPlainText(given)
  const alert = exactAlertSentence(compared)
  return [
    `${markdownText(observationsSentence(compared))}.`,
    ...bucketEvidence(compared),
    ranking(compared),
    ...(alert === null ? [] : [markdownText(alert)]),
    ...findings(compared),
    ...recommendation(compared, given),
    ...matrix(compared),
  ]
}

function bucketEvidence(compared: LayoutsReport): string[] {
  const evidence = compared.layoutStudy.bucketEvidence
  if (!evidence) return []
  const quantiles = markdownTable(
    [{ header: 'Quantile' }, { header: 'Lies' }],
    knownQuantileFigures(compared).map(({ quantile, range }) => [quantile, markdownText(range)]),
  )
  const limits = evidence.thresholds.map((each) => `- ${markdownText(thresholdSentence(each))}`)
  return [
    '#### What the buckets tell',
    quantiles,
    ...(limits.length === 0 ? [] : [limits.join('\n')]),
    markdownText(sumSentence(evidence)),
    '#### What each layout would have shown',
  ]
}

function ranking(compared: LayoutsReport): string {
  const { layouts, layoutStudy } = compared
  const { quantiles } = layoutStudy.comparison
  const leading = quantiles.includes(0.95) ? 0.95 : (quantiles.at(-1) ?? 0.95)
  const ranked = isRanked(compared)
  const columns = [
    ...(ranked ? [{ header: '#', align: right }] : []),
    { header: 'Layout' },
    ...quantiles.map((quantile) => ({ header: quantileHeading(quantile), align: right })),
    { header: `Median error of ${quantileHeading(leading)}`, align: right },
    { header: 'Worst error', align: right },
    { header: 'Wrong verdicts', align: right },
    { header: 'Alert' },
    { header: 'Series', align: right },
    { header: 'Bytes', align: right },
    { header: 'Observe', align: right },
    { header: 'Bounds' },
  ]
  const rows = layouts.map((layout, i) => [
    ...(ranked ? [String(i + 1)] : []),
    layout.name === layoutStudy.current ? `**${markdownText(layout.name)}** (in use)` : markdownText(layout.name),
    ...quantiles.map((quantile) => latencyPair(quantileOf(layout, quantile))),
    medianFigure(layout, leading),
    worstFigure(layout),
    wrongFigure(layout),
    alertFigure(layout),
    formatCount(layout.series),
    formatCount(layout.expositionBytes),
    observeFigure(observeCostOf(compared, layout.name)),
    layout.bounds === null ? `schema ${layout.schema}` : shortened(layout.bounds),
  ])
  if (layoutStudy.bucketEvidence) return `${markdownTable(columns, rows)}\n\n${markdownText(orderSentence(compared))}`
  const exact = layouts[0]?.run.quantiles.map(
    ({ quantile, exact: value }) => `${quantileHeading(quantile)} ${formatLatency(value)}`,
  )
  return `${markdownTable(columns, rows)}\n\nExact over the run: ${(exact ?? []).join(', ')}.`
}

const MOST_BOUNDS = 20

function shortened(bounds: readonly number[]): string {
  if (bounds.length <= MOST_BOUNDS) return boundsFigure(bounds)
  return `${bounds.length} from ${bounds[0]} to ${bounds.at(-1)}`
}

function findings({ layouts }: LayoutsReport): string[] {
  const shown = layouts.filter(({ findings: found }) => found.length > 0)
  if (shown.length === 0) return []
  const lines = shown.flatMap(({ name, findings: found }) => [
    `- ${markdownText(name)}`,
    ...found.map(({ severity, sentence }) => `  - ${severity === 'problem' ? '✖ ' : ''}${markdownText(sentence)}`),
  ])
  return ['#### What each shows', lines.join('\n')]
}

function recommendation({ layoutStudy }: LayoutsReport, given: LayoutsReport): string[] {
  const { recommendation: found, recommendationNote } = layoutStudy
  if (!found) return ['#### No recommendation', markdownText(recommendationNote ?? '')]
  const forced = forcedSentence(found)
  const code = given.layoutStudy.code
  const curve = markdownTable(
    ['Bounds', 'Series', 'Worst error', 'Mean error', 'At most'].map((header) => ({ header, align: right })),
    curvePoints(found).map((point) => [
      isChosen(found, point) ? `**${point.bounds.length}**` : String(point.bounds.length),
      String(point.series),
      sizeFigure(point.worstError),
      sizeFigure(point.meanError),
      sizeFigure(point.guaranteedError),
    ]),
  )
  return [
    '#### Recommended',
    markdownCode(boundsFigure(found.chosen.bounds)),
    markdownText(promiseSentence(found)),
    ...(forced === null ? [] : [markdownText(forced)]),
    markdownText(validationSentence(found)),
    ...CODE_LANGUAGES.flatMap((language) =>
      code ? [`${CODE_TITLES[language]}:`, markdownCodeBlock(code[language], fenceLanguage(language))] : [],
    ),
    '#### Error against cost',
    curve,
  ]
}

function fenceLanguage(language: (typeof CODE_LANGUAGES)[number]): string {
  return language === 'prom-client' ? 'js' : language
}

function matrix(compared: LayoutsReport): string[] {
  const found = compared.layoutStudy.matrix
  const sentence = matrixSentence(compared)
  if (sentence === null) return []
  if (!found) return ['#### Rule and buckets together', markdownText(sentence)]
  const names = matrixLayouts(compared)
  const columns = [
    { header: 'Range', align: right },
    { header: 'For', align: right },
    ...names.map((name) => ({ header: markdownText(name), align: right })),
  ]
  const rows = ruleChoices(found).map(({ rangeSeconds, forSeconds }) => [
    formatDuration(rangeSeconds),
    formatDuration(forSeconds),
    ...names.map((name) =>
      detectionFigure(
        found.rows.find(
          (row) => row.layout === name && row.rangeSeconds === rangeSeconds && row.forSeconds === forSeconds,
        ),
        found.incidents.length,
      ),
    ),
  ])
  return ['#### Rule and buckets together', markdownText(sentence), markdownTable(columns, rows)]
}
