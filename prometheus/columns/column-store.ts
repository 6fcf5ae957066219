// All series that rules read: what was scraped, and what rules have recorded so far.

import { acceptsLabels, type CompiledMatcher } from '../series/label-matcher.ts'
import { formatLabels, labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { NotInColumnsError } from './not-in-columns.ts'
import { SeriesColumn } from './series-column.ts'
import { type AxisWriter, TimeAxis } from './time-axis.ts'

interface Stored {
  readonly column: SeriesColumn
  /** When it appeared. */
  readonly sinceMs: number
  /** Of the rule that writes it; -1 for what is scraped. */
  readonly rank: number
}

export class ColumnStore {
  readonly #dotAll: boolean
  readonly #stored: Stored[] = []
  readonly #bySignature = new Map<string, SeriesColumn>()
  readonly #selections = new Map<readonly CompiledMatcher[], readonly SeriesColumn[]>()

  constructor(scraped: readonly SeriesColumn[], dotAll: boolean) {
    this.#dotAll = dotAll
    for (const column of scraped) {
      this.#bySignature.set(labelSignature(column.labels), column)
      this.#stored.push({ column, sinceMs: column.axis.firstMs, rank: -1 })
    }
  }

  /** The series that a rule records, a new one where there is none yet. @throws NotInColumnsError where another writes it */
  recorded(labels: Labels, writer: AxisWriter, atMs: number): SeriesColumn {
    const signature = labelSignature(labels)
    const known = this.#bySignature.get(signature)
    if (known?.axis.writer === writer) return known
    if (known) throw new NotInColumnsError({ kind: 'sameSeries', series: formatLabels(labels) })
    const column = new SeriesColumn(labels, new TimeAxis(new Float64Array(), writer))
    this.#bySignature.set(signature, column)
    this.#stored.push({ column, sinceMs: atMs + writer.writtenAfterMs, rank: writer.rank })
    this.#selections.clear()
    return column
  }

  /** In the order in which they appeared. */
  select(matchers: readonly CompiledMatcher[]): readonly SeriesColumn[] {
    const known = this.#selections.get(matchers)
    if (known) return known
    const selected = this.#stored
      .filter(({ column }) => acceptsLabels(matchers, column.labels, this.#dotAll))
      .sort((a, b) => (a.sinceMs === b.sinceMs ? a.rank - b.rank : a.sinceMs - b.sinceMs))
      .map(({ column }) => column)
    this.#selections.set(matchers, selected)
    return selected
  }
}
