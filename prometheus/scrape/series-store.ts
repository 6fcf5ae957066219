// Every series of a run. All scraped samples are kept, because the run is written as OpenMetrics text at its end; a
// selector returns only as much of the past as the rules read.

import { labelTest } from '../series/label-matcher.ts'
import { labelSignature } from '../series/labels.ts'
import { type LabelMatcher, type Labels, METRIC_NAME, type SeriesSource } from '../series/series.ts'
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

  has(labels: Labels): boolean {
    return this.#byKey.has(labelSignature(labels))
  }

  /** The series with these labels; a new one where there is none yet. */
  series(labels: Labels, scraped: boolean): StoredSeries {
    const key = labelSignature(labels)
    return this.#byKey.get(key) ?? this.#add(key, new StoredSeries(labels, scraped, this.#retentionMs))
  }

  select(matchers: readonly LabelMatcher[]): readonly StoredSeries[] {
    const key = JSON.stringify(matchers)
    const known = this.#selections.get(key)
    if (known) return known
    const name = matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value
    const candidates = name === undefined ? [...this.#byKey.values()] : (this.#byName.get(name) ?? [])
    const accepts = labelTest(matchers, this.#dotAll)
    const selected = candidates.filter(({ labels }) => accepts(labels))
    this.#selections.set(key, selected)
    return selected
  }

  /** Records the result of a rule; null ends the series. */
  record(labels: Labels, timestampMs: number, value: number | null): void {
    const series = this.series(labels, false)
    if (value === null) series.appendStale(timestampMs)
    else series.append(timestampMs, value)
  }

  #add(key: string, series: StoredSeries): StoredSeries {
    this.#byKey.set(key, series)
    const name = series.labels[METRIC_NAME] ?? ''
    const namesakes = this.#byName.get(name)
    if (namesakes) namesakes.push(series)
    else this.#byName.set(name, [series])
    this.#selections.clear()
    return series
  }
}
