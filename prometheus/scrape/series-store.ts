// Every series of a run. What was scraped is kept whole, for the run is taken away as OpenMetrics text; what a selector
// gives reaches back only as far as the rules look.

import { labelTest } from '../series/label-matcher.ts'
import { labelSignature } from '../series/labels.ts'
import type { LabelMatcher, Labels, SeriesSource } from '../series/series.ts'
import { StoredSeries } from './stored-series.ts'

export interface SeriesStoreOptions {
  /** How far back a selector's series reach, at least: the longest range or offset of the rules, and the lookback. */
  readonly retentionSeconds: number
  /** Whether a dot in a matcher's pattern matches a newline: a dialect's regexDotAll. */
  readonly dotAll: boolean
}

export class SeriesStore implements SeriesSource {
  readonly #retentionMs: number
  readonly #dotAll: boolean
  readonly #byKey = new Map<string, StoredSeries>()
  readonly #byName = new Map<string, StoredSeries[]>()
  readonly #selections = new Map<string, StoredSeries[]>()

  constructor({ retentionSeconds, dotAll }: SeriesStoreOptions) {
    this.#dotAll = dotAll
    this.#retentionMs = retentionSeconds * 1e3
  }

  /** In the order in which they were first seen. */
  get all(): Iterable<StoredSeries> {
    return this.#byKey.values()
  }

  /** The series with these labels, made where it is not there yet. */
  series(labels: Labels, scraped: boolean): StoredSeries {
    const key = labelSignature(labels)
    return this.#byKey.get(key) ?? this.#add(key, new StoredSeries(labels, scraped, this.#retentionMs))
  }

  select(matchers: readonly LabelMatcher[]): readonly StoredSeries[] {
    const key = JSON.stringify(matchers)
    const known = this.#selections.get(key)
    if (known) return known
    const name = matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value
    const candidates = name === undefined ? [...this.#byKey.values()] : (this.#byName.get(name) ?? [])
    const accepts = labelTest(matchers, this.#dotAll)
    const selected = candidates.filter(({ labels }) => accepts(labels))
    this.#selections.set(key, selected)
    return selected
  }

  /** Where rules record what they make; null ends the series. */
  record(labels: Labels, timestampMs: number, value: number | null): void {
    const series = this.series(labels, false)
    if (value === null) series.appendStale(timestampMs)
    else series.append(timestampMs, value)
  }

  #add(key: string, series: StoredSeries): StoredSeries {
    this.#byKey.set(key, series)
    const name = series.labels.__name__ ?? ''
    const namesakes = this.#byName.get(name)
    if (namesakes) namesakes.push(series)
    else this.#byName.set(name, [series])
    this.#selections.clear()
    return series
  }
}
