// Which histograms counted something between two looks at the pages, and how much.

import type { InitialScrape } from '../observation/initial-scrape.ts'
import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'

/** One histogram of one label set. */
export interface Movement {
  readonly histogram: string
  /** As stored, with those of the target: what matchers are held against. Without the name and `le`. */
  readonly labels: Labels
  /** As the page prints them. */
  readonly printed: Labels
  /** How many observations it counted; above 0. */
  readonly by: number
}

export interface Movements {
  readonly moved: readonly Movement[]
  /** A count fell: another process answered, or the service was restarted, so that differences tell nothing. */
  readonly hasFallen: boolean
}

export function movementsBetween(before: readonly InitialScrape[], after: readonly InitialScrape[]): Movements {
  const earlier = countsOf(before)
  const steps = [...countsOf(after)].map(([key, series]) => ({
    ...series,
    by: series.count - (earlier.get(key)?.count ?? 0),
  }))
  return {
    moved: steps.filter(({ by }) => by > 0).map(({ count, ...movement }) => movement),
    hasFallen: steps.some(({ by }) => by < 0),
  }
}

interface Counted {
  readonly histogram: string
  readonly labels: Labels
  readonly printed: Labels
  readonly count: number
}

/** The bucket at +Inf has the count of a histogram; one without buckets is none. */
function countsOf(pages: readonly InitialScrape[]): ReadonlyMap<string, Counted> {
  const counts = new Map<string, Counted>()
  for (const { page, labels } of pages)
    for (const [i, { value, labels: printed }] of page.samples.entries()) {
      const histogram = /^(.+)_bucket$/.exec(printed.__name__ ?? '')?.[1]
      if (histogram === undefined || printed.le !== '+Inf') continue
      const stored = ownLabels(labels[i] ?? printed)
      counts.set(`${histogram} ${labelSignature(stored)}`, {
        histogram,
        labels: stored,
        printed: ownLabels(printed),
        count: value,
      })
    }
  return counts
}

function ownLabels({ __name__, le, ...rest }: Labels): Labels {
  return rest
}

export function sumOf(movements: readonly Movement[]): number {
  return movements.reduce((sum, { by }) => sum + by, 0)
}
