// Whether what rules read fits into memory: a number for each scrape of each series that is kept at once.

import { targetsOf } from '../../../core/drill/service-model.ts'
import { selectedSeries } from './made-series.ts'
import type { ModelForRules } from './model-for-rules.ts'
import type { AlertReads } from './rule-reads.ts'

/** A machine of a CI system has some GB, and rules record series beside those that are scraped. */
const MOST_BYTES = 1.5e9

export interface DrillSize extends Pick<ModelForRules, 'model' | 'oneInstance'> {
  readonly reads: readonly AlertReads[]
  /** Of those that are drawn, how many are kept at once (simulation/days/days-in-pieces.ts). */
  readonly keptScrapes: number
}

/** A phrase where it is more than a machine is taken to have; null where it is not. */
export function sizeProblem({ model, oneInstance, reads, keptScrapes }: DrillSize): string | null {
  const bytesPerSeries = keptScrapes * Float64Array.BYTES_PER_ELEMENT
  const most = Math.max(1, Math.floor(MOST_BYTES / bytesPerSeries))
  const selectors = reads.flatMap((each) => each.selectors)
  const instances = targetsOf(model).length / targetsOf(oneInstance).length
  const read = new Set(selectors.flatMap(selectedSeries(oneInstance))).size * instances
  if (read <= most) return null
  const gigabytes = ((read * bytesPerSeries) / 1e9).toFixed(1)
  return `it reads ${read.toLocaleString('en')} series with the labels that it asks for, which are ${gigabytes} GB at once, and at most ${most.toLocaleString('en')} are simulated; fewer --instances or a longer --scrape-interval ask for less`
}
