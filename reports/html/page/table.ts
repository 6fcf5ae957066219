// Tables: the first column heads its row; figures are set flush right. A wide table scrolls inside its own frame, which the
// keyboard can focus. The row headings stay in place while it scrolls.

import { html, type Markup, type MarkupPart } from './markup.ts'

export interface Column {
  readonly heading: MarkupPart
  /** Words are set flush left, figures flush right. */
  readonly words?: boolean
}

export interface DataTable {
  readonly caption: string
  /** Whether only screen readers get the caption, because the text around the table says the same. */
  readonly captionHidden?: boolean
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly MarkupPart[])[]
}

export function renderTable({ caption, captionHidden = false, columns, rows }: DataTable): Markup {
  const kind = (i: number) => (columns[i]?.words || i === 0 ? 'words' : 'figure')
  const cell = (part: MarkupPart, i: number) =>
    i === 0 ? html`<th scope="row">${part}</th>` : html`<td class="${kind(i)}">${part}</td>`
  return html`<div class="table-frame" role="region" aria-label="${caption}" tabindex="0"><table>
<caption${captionHidden ? html` class="unseen"` : null}>${caption}</caption>
<thead><tr>${columns.map(({ heading }, i) => html`<th scope="col" class="${kind(i)}">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>
`
}

/** The figures of a chart as a table, closed until the reader opens it. */
export function renderTableView(table: DataTable, isOpen = false): Markup {
  return html`<details class="table-view"${isOpen ? html` open` : null}><summary>Show as a table</summary>
${renderTable({ ...table, captionHidden: true })}</details>
`
}
