// Whether what the rules read of a month fits into memory: a number for each scrape of each series.

import type { ServiceModel } from '../../../core/drill/service-model.ts'
import { UserError } from '../../../core/user-error.ts'
import type { VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { selectedSeries } from './made-series.ts'

/** A machine of a CI system has some GB, and rules record series beside those that are scraped. */
const MOST_BYTES = 1.5e9

export interface DrillSize {
  readonly model: ServiceModel
  /** Of all that is simulated. */
  readonly selectors: readonly VectorSelector[]
  /** Of a month, with what is simulated before it. */
  readonly scrapes: number
}

/** @throws UserError where it is more than a machine is taken to have */
export function checkSize({ model, selectors, scrapes }: DrillSize): void {
  const bytesPerSeries = scrapes * Float64Array.BYTES_PER_ELEMENT
  const most = Math.max(1, Math.floor(MOST_BYTES / bytesPerSeries))
  const read = new Set(selectors.flatMap(selectedSeries(model))).size
  if (read <= most) return
  const gigabytes = ((read * bytesPerSeries) / 1e9).toFixed(1)
  throw new UserError(
    `drill: expected at most ${most.toLocaleString('en')} series that the rules read, got ${read.toLocaleString('en')}, which are ${gigabytes} GB for one month; drill fewer rules at once, a file at a time or with --alert NAME, or fewer --days`,
  )
}
