// A chart on the page: its title, its key, the element that the client draws into, and its figures as a table, which needs
// no client.

import { html, type Markup, type MarkupPart } from './markup.ts'
import { type DataTable, renderTableView } from './table.ts'

export interface ChartFigure {
  /** The key of the chart's data. */
  readonly id: string
  readonly title: string
  /** The axes and their units. */
  readonly axes?: string
  readonly key?: readonly KeyEntry[]
  /** What the chart shows, for screen readers. */
  readonly summary: string
  readonly table: DataTable
  /** Whether the table is open at first. */
  readonly tableOpen?: boolean
  /** Stands above the key: choices that change the chart. */
  readonly controls?: MarkupPart
  /** Stands below the chart. */
  readonly note?: MarkupPart
}

export interface KeyEntry {
  readonly name: string
  /** The name of a style that client and style sheet share. */
  readonly style: string
  readonly meaning?: string
  readonly mark?: 'line' | 'area' | 'dot'
}

export function renderFigure({
  id,
  title,
  axes,
  key = [],
  summary,
  table,
  tableOpen,
  controls,
  note,
}: ChartFigure): Markup {
  return html`<figure class="chart" id="${id}-figure">
<figcaption><span class="chart-title">${title}</span>${axes ? html`<span class="chart-axes">${axes}</span>` : null}</figcaption>
${controls}${renderKey(key)}<div class="plot" id="${id}" data-chart="${id}" role="img" aria-label="${summary}"></div>
${note ? html`<p class="chart-note">${note}</p>\n` : null}${renderTableView(table, tableOpen)}</figure>
`
}

/** The client writes the value under the cursor behind each name. */
export function renderKey(entries: readonly KeyEntry[]): Markup | null {
  if (entries.length === 0) return null
  return html`<ul class="key">
${entries.map(
  ({ name, style, meaning, mark = 'line' }) =>
    html`<li>${renderSwatch(style, mark)}<span class="key-name">${name}</span> <span class="key-value" data-value="${style}"></span>${
      meaning ? html`<span class="key-meaning">${meaning}</span>` : null
    }</li>\n`,
)}</ul>
`
}

export function renderSwatch(style: string, mark: 'line' | 'area' | 'dot'): Markup {
  const shape = {
    line: html`<line x1="1" y1="6" x2="27" y2="6"/>`,
    area: html`<rect x="4" y="1" width="20" height="10"/>`,
    dot: html`<circle cx="14" cy="6" r="3"/>`,
  }[mark]
  return html`<svg class="swatch swatch-${mark} style-${style}" viewBox="0 0 28 12" aria-hidden="true">${shape}</svg>`
}
