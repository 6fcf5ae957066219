// Bucket layouts compared on the record of this run: what each would have estimated, cost and decided, and which bounds
// are recommended.

import { CODE_LANGUAGES } from '../../../core/histogram/layout-code.ts'
import type { LayoutsReport } from '../../../core/report/layout-comparison.ts'
import { bucketRange } from '../../../core/text/bucket-range.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { formatCount } from '../../figures/figures.ts'
import {
  isRanked,
  knownQuantileFigures,
  orderSentence,
  sumSentence,
  thresholdSentence,
} from '../../figures/layouts/bucket-evidence-figures.ts'
import {
  alertFigure,
  boundsFigure,
  CODE_TITLES,
  detectionFigure,
  exactAlertSentence,
  forcedSentence,
  latencyPair,
  matrixLayouts,
  matrixSentence,
  observationsSentence,
  promiseSentence,
  quantileOf,
  RECOMMENDED,
  ruleChoices,
  validationSentence,
  worstFigure,
  wrongFigure,
} from '../../figures/layouts/layout-figures.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { layoutChart } from '../charts/layout-chart.ts'
import { layoutDistributionsChart } from '../charts/layout-distributions-chart.ts'
import { renderFigure } from '../page/figure.ts'
import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import type { Section } from '../page/section.ts'
import { type DataTable, renderTable } from '../page/table.ts'

/** Null where no layouts were compared. */
export function layoutSection(compared: LayoutsReport | null): Section | null {
  if (compared === null || compared.layouts.length === 0) return null
  const exactAlert = exactAlertSentence(compared)
  return {
    id: 'layouts',
    heading: 'Would other buckets have estimated better?',
    short: 'Layouts',
    lede: html`${observationsSentence(compared)}.${exactAlert === null ? null : ` ${exactAlert}`}`,
    body: html`${bucketEvidence(compared)}${ranking(compared)}${distributions(compared)}${findings(compared)}${recommendation(compared)}${matrix(compared)}`,
  }
}

function bucketEvidence(compared: LayoutsReport): MarkupPart {
  const evidence = compared.layoutStudy.bucketEvidence
  if (!evidence) return null
  return html`<h3>What the buckets tell</h3>
${renderTable({
  caption: 'Where each quantile lies',
  captionHidden: true,
  columns: [{ heading: 'Quantile' }, { heading: 'Lies', words: true }],
  rows: knownQuantileFigures(compared).map(({ quantile, range }) => [quantile, range]),
})}
${evidence.thresholds.map((each) => html`<p class="objective-reason">${thresholdSentence(each)}</p>\n`)}
<p class="objective-reason">${sumSentence(evidence)}</p>
<h3>What each layout would have shown</h3>
${isRanked(compared) ? null : html`<p class="objective-reason">${orderSentence(compared)}</p>\n`}`
}

function ranking(compared: LayoutsReport): MarkupPart {
  const chart = layoutChart(compared)
  const table = layoutTable(compared)
  if (chart === null) return renderTable(table)
  return html`${renderFigure({
    id: 'chart-layouts',
    title: `Error of the ${chart.quantile} against the number of series`,
    axes: 'Lower is more accurate, further left is cheaper.',
    summary: `Bucket layouts by the relative error of the ${chart.quantile} and their number of series.`,
    table,
    tableOpen: true,
  })}`
}

function layoutTable(compared: LayoutsReport): DataTable {
  const { quantiles } = compared.layoutStudy.comparison
  return {
    caption: `Bucket layouts compared${isRanked(compared) ? ', best first' : ''}`,
    columns: [
      { heading: 'Layout' },
      { heading: 'Series' },
      ...quantiles.map((quantile) => ({ heading: quantileHeading(quantile) })),
      { heading: 'Worst error' },
      { heading: 'Wrong verdicts' },
      { heading: 'Alert', words: true },
      { heading: 'Bounds', words: true },
    ],
    rows: compared.layouts.map((layout) => [
      html`${layout.name}${layout.name === compared.layoutStudy.current ? html` <span class="row-note">in use</span>` : null}`,
      formatCount(layout.series),
      ...quantiles.map((quantile) => latencyPair(quantileOf(layout, quantile))),
      worstFigure(layout),
      wrongFigure(layout) || '–',
      alertFigure(layout) || '–',
      layout.bounds === null ? `native, schema ${layout.schema ?? '?'}` : boundsFigure(layout.bounds),
    ]),
  }
}

function distributions(compared: LayoutsReport): MarkupPart {
  const chart = layoutDistributionsChart(compared)
  if (chart === null) return null
  const recommended = chart.layouts.find(({ name }) => name === RECOMMENDED)
  const chosen = recommended ?? chart.layouts[0]
  return renderFigure({
    id: 'chart-layout-distributions',
    title: 'Each layout against the exact distribution',
    axes: 'Share of requests at or below a latency',
    controls: html`<p class="needs-script"><label>Layout <select class="button" data-choice="layout">${chart.layouts.map(
      ({ name }) => html`<option value="${name}"${name === chosen?.name ? html` selected` : null}>${name}</option>`,
    )}</select></label></p>
`,
    key: [
      { name: chart.exactName, style: chart.exactKind },
      { name: 'Histogram', style: 'estimate', meaning: 'interpolated inside each bucket' },
      { name: 'Bucket', style: 'bucket', mark: 'area' },
    ],
    summary: 'Cumulative shares over latency, exact and as the chosen layout estimates them.',
    table: {
      caption: 'The widest gap between each layout’s estimate and the exact distribution',
      columns: [{ heading: 'Layout' }, { heading: 'Bucket', words: true }, { heading: 'Widest gap' }],
      rows: compared.layoutStudy.distributions.map(({ layout, buckets }) => {
        const widest = buckets.reduce((most, next) => (next.widestGap > most.widestGap ? next : most))
        const gap = `${Number((widest.widestGap * 100).toPrecision(3))} points`
        return [layout, bucketRange(widest.lower, widest.upper), gap]
      }),
    },
  })
}

function findings({ layouts }: LayoutsReport): Markup | null {
  const misleading = layouts
    .map(({ name, findings: all }) => ({ name, problems: all.filter(({ severity }) => severity === 'problem') }))
    .filter(({ problems }) => problems.length > 0)
  if (misleading.length === 0) return null
  return html`<h3>What would have misled readers</h3>
<dl class="findings">
${misleading.map(
  ({ name, problems }) =>
    html`<div><dt>${name}</dt>${problems.map(({ sentence }) => html`<dd>${sentence}</dd>`)}</div>\n`,
)}</dl>
`
}

function recommendation({ layoutStudy }: LayoutsReport): Markup {
  const { recommendation: found, recommendationNote, code } = layoutStudy
  if (found === null) return html`<h3>No recommendation</h3><p>${recommendationNote}</p>\n`
  const forced = forcedSentence(found)
  return html`<h3>Recommended bounds</h3>
<p><code>${boundsFigure(found.chosen.bounds)}</code></p>
<p class="objective-reason">${promiseSentence(found)}${forced === null ? null : ` ${forced}`} ${validationSentence(found)}</p>
${
  code &&
  CODE_LANGUAGES.map(
    (language) =>
      html`<details class="table-view"><summary>As code: ${CODE_TITLES[language]}</summary><pre class="listing" tabindex="0"><code>${code[language]}</code></pre></details>\n`,
  )
}`
}

function matrix(compared: LayoutsReport): Markup | null {
  const found = compared.layoutStudy.matrix
  const sentence = matrixSentence(compared)
  if (sentence === null) return null
  if (found === null) return html`<h3>Rule and buckets together</h3>\n<p class="objective-reason">${sentence}</p>\n`
  const names = matrixLayouts(compared)
  const rowOf = (layout: string, rangeSeconds: number, forSeconds: number) =>
    found.rows.find(
      (row) => row.layout === layout && row.rangeSeconds === rangeSeconds && row.forSeconds === forSeconds,
    )
  return html`<h3>Rule and buckets together</h3>
<p class="objective-reason">${sentence}</p>
${renderTable({
  caption: 'Time until the alert fires, by range and “for”',
  captionHidden: true,
  columns: [{ heading: 'Range' }, { heading: 'For' }, ...names.map((heading) => ({ heading }))],
  rows: ruleChoices(found).map(({ rangeSeconds, forSeconds }) => [
    formatDuration(rangeSeconds),
    formatDuration(forSeconds),
    ...names.map((name) => detectionFigure(rowOf(name, rangeSeconds, forSeconds), found.incidents.length)),
  ]),
})}`
}
