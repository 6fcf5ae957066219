// How small an incident is still found: a sentence, the map by day and by night, and which rules and buckets would find more.

import type { AlertPower, PowerCurve, PowerVariant } from '../../../core/drill/power-curve.ts'
import { formatRate } from '../../../core/text/figures/rate.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { formatCount } from '../../figures/figures.ts'
import { EXPECTATION_WORDS } from '../../figures/rules/expectation-words.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { renderLongTable } from '../../html/page/long-table.ts'
import { html, type Markup, type MarkupPart } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { renderTable } from '../../html/page/table.ts'
import { renderBadge } from '../../html/page/verdict-badge.ts'
import {
  askedSentence,
  askedWords,
  comparisonSentence,
  effectWords,
  leftOutSentences,
  probabilityFigure,
  shortestFigure,
  slowdownFigure,
  smallestFigures,
  strongestKinds,
} from '../figures/power-figures.ts'
import { falsePagesFigure } from '../figures/quiet-figures.ts'
import { heatKey, renderHeatMap } from './heat-map.ts'

/** The maps of more alerts would be most of the page; they are in drill.json. */
const MOST_MAPS = 12

export function powerSection(power: PowerCurve | null): Section | null {
  if (power === null) return null
  const [first, ...others] = power.curves
  return {
    id: 'power',
    heading: 'How small an incident is still found?',
    short: 'Smallest',
    lede: first?.sentence ?? 'Of no alert can it be told.',
    body: html`${power.interrupted ? html`<p class="row-note">Stopped before all was tried.</p>\n` : null}${
      first === undefined
        ? null
        : html`${heatMaps(first, power)}${power.axes.durationsSeconds.length === 0 ? null : heatKey(power, power.asked)}${smallestTable(first)}`
    }${comparison(power)}${others.slice(0, MOST_MAPS).map((curve) => closedCurve(curve, power))}${
      others.length > MOST_MAPS
        ? html`<p class="row-note">The maps of ${others.length - MOST_MAPS} more alerts are in drill.json.</p>\n`
        : null
    }${remarks([...leftOutSentences(power), ...power.notes])}`,
  }
}

/** Null where lengths were not tried, but what was asked alone. */
function heatMaps(curve: AlertPower, power: PowerCurve): Markup | null {
  if (power.axes.durationsSeconds.length === 0) return null
  const { dayRatePerSecond, nightRatePerSecond } = power.traffic
  const map = (traffic: 'day' | 'night', caption: string) =>
    renderHeatMap({ caption, traffic, points: curve.points, curve: power })
  if (nightRatePerSecond === null)
    return html`<div class="heat-maps">${map('day', `At ${formatRate(dayRatePerSecond)}, by day and by night`)}</div>\n`
  return html`<div class="heat-maps">${map('day', `By day, at ${formatRate(dayRatePerSecond)}`)}${map('night', `By night, at ${formatRate(nightRatePerSecond)}`)}</div>
`
}

/** Each variant's whole map in a line; that of each share in closed tables. */
function comparison(power: PowerCurve): MarkupPart {
  const { comparison: maps, axes } = power
  if (maps.length === 0) return null
  const kinds = strongestKinds(power)
  return html`<h3>Variants beside one another</h3>
<p class="row-note">${comparisonSentence(power)}</p>
${renderTable({
  caption: 'The map of each variant in a line',
  captionHidden: true,
  columns: [
    { heading: 'Variant' },
    ...kinds.map(({ slowdown }) => ({ heading: `All ${slowdownFigure(slowdown)}` })),
    { heading: 'Median delay' },
    { heading: 'Pages for nothing' },
    { heading: 'Series' },
  ],
  rows: maps.map((map) => [
    html`<span class="wrapped">${map.name}</span>`,
    ...kinds.map((kind) => shortestFigure(map, kind)),
    map.medianDelaySeconds === null ? '–' : spanFigure(map.medianDelaySeconds),
    falsePagesFigure(map.falsePages),
    formatCount(map.series),
  ]),
})}${axes.slowdowns.map(
  (slowdown) => html`<details class="table-view"><summary>By share of requests: ${slowdownFigure(slowdown)}</summary>
${renderLongTable({
  caption: `From which length on it is found: ${slowdownFigure(slowdown)}`,
  columns: [{ heading: 'Variant' }, ...axes.shares.map((share) => ({ heading: formatShare(share) }))],
  rows: maps.map((map) => [map.name, ...axes.shares.map((share) => shortestFigure(map, { share, slowdown }))]),
})}</details>
`,
)}${power.variants.length === 0 ? unchangedRemarks(maps) : null}${remarks(
  maps.flatMap(({ name, failures }) =>
    failures.map((failure) => `Evaluations of ${name} failed, as they would in Prometheus: ${failure}.`),
  ),
)}`
}

/** Rules that share a name are told apart by their lines. */
function nameOf({ alert, line }: AlertPower, { curves }: PowerCurve): string {
  if (alert === null) return 'Any of the alerts'
  return curves.filter((each) => each.alert === alert).length === 1 ? alert : `${alert} (line ${line})`
}

function closedCurve(curve: AlertPower, power: PowerCurve): Markup {
  return html`<details class="table-view"><summary>${nameOf(curve, power)}</summary>
<p>${curve.sentence}</p>
${heatMaps(curve, power)}${smallestTable(curve)}</details>
`
}

function smallestTable({ smallest, falsePages, failures }: AlertPower): Markup {
  return html`${
    smallest.length === 0
      ? null
      : renderLongTable({
          caption: 'From which length on incidents are found',
          columns: [
            { heading: 'Incident' },
            { heading: 'Traffic', words: true },
            { heading: 'Missed' },
            { heading: 'Found' },
          ],
          rows: smallest.map((each) => {
            const { missed, found } = smallestFigures(each)
            return [effectWords(each), `by ${each.traffic}`, missed, found]
          }),
        })
  }<p class="row-note">Pages for nothing: ${falsePagesFigure(falsePages)}.</p>
${remarks(failures.map((failure) => `Evaluations failed, as they would in Prometheus: ${failure}.`))}`
}

function remarks(sentences: readonly string[]): MarkupPart {
  if (sentences.length === 0) return null
  return html`<div class="remarks"><ul>\n${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul></div>\n`
}

/** What was asked for, which variants do it, and the cheapest of them to paste. */
export function variantSection(power: PowerCurve | null): Section | null {
  if (power === null || power.asked === null) return null
  const { asked, variants, proposal, withoutProposal } = power
  return {
    id: 'variants',
    heading: 'What would find it?',
    short: 'Variants',
    lede: askedWords(asked),
    body: html`<div class="alert"><div class="objective-head"><h3>The rules as written</h3>${renderBadge(asked.finding, EXPECTATION_WORDS[asked.finding])}</div>
<p class="objective-reason">${askedSentence(asked)}</p></div>
${variants.length < 2 ? null : variantTable(variants, proposal?.variant ?? null)}${unchangedRemarks(variants)}${
  proposal === null
    ? withoutProposal === null
      ? null
      : html`<p class="objective-reason">${withoutProposal}</p>\n`
    : html`<h3>Proposed: ${proposal.variant}</h3>
<p class="objective-reason">${proposal.reason}</p>
${code('proposed-rules', 'The rules', proposal.rules)}${proposal.layout === null ? null : code('proposed-layout', 'The bounds of the histogram', proposal.layout)}`
}`,
  }
}

function variantTable(variants: readonly PowerVariant[], proposed: string | null): Markup {
  const times = [...new Set(variants.flatMap(({ detection }) => detection.map(({ traffic }) => traffic)))]
  return renderTable({
    caption: 'Variants of rules and buckets, by what they find',
    captionHidden: true,
    columns: [
      { heading: 'Variant' },
      { heading: '', words: true },
      ...times.map((traffic) => ({ heading: `Found by ${traffic}` })),
      { heading: 'Pages for nothing' },
      { heading: 'Series' },
    ],
    rows: variants.map(({ name, finding, detection, falsePages, series, reason }) => [
      name === proposed ? html`<span class="wrapped">${name}</span> <span class="proposed">proposed</span>` : name,
      html`<span title="${reason}">${renderBadge(finding, EXPECTATION_WORDS[finding])}</span>`,
      ...times.map((traffic) => foundCell(detection.find((each) => each.traffic === traffic))),
      falsePagesFigure(falsePages),
      formatCount(series),
    ]),
  })
}

function foundCell(found: PowerVariant['detection'][number] | undefined): MarkupPart {
  if (found === undefined) return '–'
  const { probability, medianDelaySeconds } = found
  const median =
    medianDelaySeconds === null ? null : html`<span class="under">median ${spanFigure(medianDelaySeconds)}</span>`
  return html`${probabilityFigure(probability)}${median}`
}

function unchangedRemarks(variants: readonly Pick<PowerVariant, 'unchanged'>[]): MarkupPart {
  const sentences = variants.flatMap(({ unchanged }) =>
    unchanged.map(({ alert, reason }) => `${alert} stays as it is written: ${reason}.`),
  )
  return remarks([...new Set(sentences)])
}

function code(id: string, name: string, text: string): Markup {
  return html`<div class="code-head"><h4>${name}</h4><button type="button" class="button needs-script" data-copy="${id}">Copy</button></div>
<pre class="listing" id="${id}" tabindex="0">${text}</pre>
`
}
