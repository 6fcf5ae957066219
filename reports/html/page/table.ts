// Tables: the first column heads its row; figures are set flush right. Wide ones scroll inside their own frame, which the
// keyboard reaches as well.

import { html, type Markup, type MarkupPart } from './markup.ts'

export interface Column {
  readonly heading: string
  /** Words are set flush left, figures flush right. */
  readonly words?: boolean
}

export interface DataTable {
  readonly caption: string
  /** Whether the caption only speaks to those who do not see the text around the table. */
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

/** The same figures as a chart's, closed until someone asks for them. */
export function renderTableView(table: DataTable, isOpen = false): Markup {
  return html`<details class="table-view"${isOpen ? html` open` : null}><summary>The same as a table</summary>
${renderTable({ ...table, captionHidden: true })}</details>
`
}
