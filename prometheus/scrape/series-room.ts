// How many more series the pages of an endpoint may bring. A page is given up at the first series that is too many, while
// it is read: the rest of it would be parsed in vain, at every scrape again.

import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { ScrapeError } from './scrape-error.ts'
import type { SeriesStore } from './series-store.ts'
import { labelsWithinLimits, type ScrapeTarget } from './target-labels.ts'

export class SeriesRoom {
  readonly #target: ScrapeTarget
  readonly #store: SeriesStore
  #left: number
  /** Of the page that is being read: those that the page before did not have, and that may be in the store. */
  #unchecked: Labels[] = []
  readonly #fresh = new Set<string>()

  constructor(target: ScrapeTarget, store: SeriesStore) {
    this.#target = target
    this.#store = store
    this.#left = target.limits.samples === 0 ? Number.POSITIVE_INFINITY : 2 * target.limits.samples
  }

  startPage(): void {
    this.#unchecked = []
    this.#fresh.clear()
  }

  /** @throws ScrapeError where this series of the page is one too many, or has more labels than allowed */
  read(pageLabels: Labels): void {
    this.#unchecked.push(pageLabels)
    if (this.#fresh.size + this.#unchecked.length <= this.#left) return
    for (const unchecked of this.#unchecked) this.#addFresh(labelsWithinLimits(unchecked, this.#target))
    this.#unchecked = []
    if (this.#fresh.size > this.#left) throw this.#tooMany()
  }

  /** Takes the places of those that are not in the store yet. @throws ScrapeError where they are too many: none is taken */
  take(series: readonly Labels[]): void {
    this.startPage()
    for (const labels of series) this.#addFresh(labels)
    if (this.#fresh.size > this.#left) throw this.#tooMany()
    this.#left -= this.#fresh.size
    this.startPage()
  }

  #addFresh(labels: Labels): void {
    if (!this.#store.has(labels)) this.#fresh.add(labelSignature(labels))
  }

  #tooMany(): ScrapeError {
    const most = 2 * this.#target.limits.samples
    return new ScrapeError(`more than ${most} different series since the run began, twice target.metrics.sampleLimit`)
  }
}
