// All series that rules read: what was scraped, and what rules have recorded so far.

import { acceptsLabels, type CompiledMatcher } from '../series/label-matcher.ts'
import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { MergedColumn } from './merged-column.ts'
import { SeriesColumn } from './series-column.ts'
import { type AxisWriter, SCRAPED, TimeAxis } from './time-axis.ts'

interface Stored {
  readonly labels: Labels
  /** What each of those who write it wrote. Empty where nothing that was scraped of it is there any more. */
  readonly written: SeriesColumn[]
  /** Where several do. */
  merged: MergedColumn | null
  /** When it appeared. */
  sinceMs: number
  /** Of the one by whom. */
  rank: number
}

export class ColumnStore {
  readonly #dotAll: boolean
  readonly #stored = new Map<string, Stored>()
  readonly #selections = new Map<readonly CompiledMatcher[], readonly Stored[]>()
  #endMs = Number.NEGATIVE_INFINITY

  constructor(dotAll: boolean) {
    this.#dotAll = dotAll
  }

  /** What was scraped, in place of what had been by then, which no rule wrote too. Series stay where they first appeared. */
  scrape(columns: readonly SeriesColumn[]): void {
    for (const { written } of this.#stored.values()) if (written[0]?.axis.writer === SCRAPED) written.length = 0
    for (const column of columns) {
      const known = this.#stored.get(labelSignature(column.labels))
      if (known) known.written.push(column)
      else this.#add(column, column.axis.firstMs)
    }
    this.#selections.clear()
  }

  /** Nothing reads samples before an instant any more. Those of series that several write stay. */
  forgetBefore(timeMs: number): void {
    for (const { written, merged } of this.#stored.values())
      for (const column of written) if (merged === null && column.axis.writer !== SCRAPED) column.forgetBefore(timeMs)
  }

  /** What rules write from now on is written before an instant. No rule reads a series before all that write it did so. */
  evaluatesBefore(endMs: number): void {
    this.#endMs = endMs
  }

  /** What a rule writes of a series, which is a new one where nobody wrote it yet. */
  recorded(labels: Labels, writer: AxisWriter, atMs: number): SeriesColumn {
    const own = this.#stored.get(labelSignature(labels))?.written.find(({ axis }) => axis.writer === writer)
    return own ?? this.#add(new SeriesColumn(labels, new TimeAxis(new Float64Array(), writer)), atMs)
  }

  /** In the order in which they appeared. */
  select(matchers: readonly CompiledMatcher[]): readonly SeriesColumn[] {
    return this.#read(this.#selected(matchers))
  }

  /** Those that some selector selects, each once. */
  selectAny(each: readonly (readonly CompiledMatcher[])[]): readonly SeriesColumn[] {
    return this.#read([...new Set(each.flatMap((matchers) => this.#selected(matchers)))].sort(inOrder))
  }

  #read(selected: readonly Stored[]): readonly SeriesColumn[] {
    return selected.map(({ merged, written }) => merged?.before(this.#endMs) ?? (written[0] as SeriesColumn))
  }

  #add(column: SeriesColumn, atMs: number): SeriesColumn {
    const { labels, axis } = column
    const { rank, writtenAfterMs } = axis.writer
    const since = { sinceMs: atMs + writtenAfterMs, rank }
    const signature = labelSignature(labels)
    const known = this.#stored.get(signature)
    if (known) {
      known.written.push(column)
      known.merged = new MergedColumn(known.labels, known.written)
      if (inOrder(since, known) < 0) Object.assign(known, since)
    } else this.#stored.set(signature, { labels, written: [column], merged: null, ...since })
    this.#selections.clear()
    return column
  }

  #selected(matchers: readonly CompiledMatcher[]): readonly Stored[] {
    const known = this.#selections.get(matchers)
    if (known) return known
    const selected = [...this.#stored.values()]
      .filter(({ written, labels }) => written.length > 0 && acceptsLabels(matchers, labels, this.#dotAll))
      .sort(inOrder)
    this.#selections.set(matchers, selected)
    return selected
  }
}

function inOrder(a: Pick<Stored, 'sinceMs' | 'rank'>, b: Pick<Stored, 'sinceMs' | 'rank'>): number {
  return a.sinceMs === b.sinceMs ? a.rank - b.rank : a.sinceMs - b.sinceMs
}
