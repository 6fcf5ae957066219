// What a histogram observed from one scrape to the next, summed over all label sets and instances. Each label set is
// compared with itself, because instances come and go and are restarted at their own times. Instants are milliseconds
// since the Unix epoch.
//
// As in Prometheus' increase():
//   - the first value of an instance counts nothing: it may have been counting for long
//   - a counter that fell was reset to zero: its whole value is new, and what came before the restart is lost
// Unlike it, a label set that appears while its instance is scraped already counts from zero: a route nobody had asked for.

import { type HistogramSnapshot, snapshotDifference, snapshotSum } from '../../core/histogram/histogram-snapshot.ts'
import type { InstantSample } from '../promql/evaluate/instant-sample.ts'
import { labelSignature, rememberedFor } from '../series/labels.ts'
import type { LabelMatcher } from '../series/series.ts'
import { histogramViewer, sameBounds } from './histogram-view.ts'

export interface HistogramIncrement {
  readonly timestampMs: number
  /** Since the scrape before of the same label sets. */
  readonly added: HistogramSnapshot
}

export interface HistogramIncrements {
  /** Ascending; one for each instant at which anything was compared, also where nothing was added. */
  readonly increments: readonly HistogramIncrement[]
  /** Of which something was seen: one for each route and instance, for example. */
  readonly labelSets: number
  /** How often a counter fell. */
  readonly resets: number
  /** Of the first instance whose counters fall at many of its scrapes, which is no restart; null where there is none. */
  readonly unsteady: FallingCounters | null
  /** What the sums of all label sets had reached at the end: a difference of floats is as exact as they are large. */
  readonly sumReached: number
  /** The first two sets of bounds that differ; null where all are the same. What has others is left out. */
  readonly otherBounds: readonly [readonly number[], readonly number[]] | null
}

/** At how many of the scrapes that could be compared with one before some counter had fallen. */
export interface FallingCounters {
  readonly falls: number
  readonly scrapes: number
}

// A service that is restarted at every fourth scrape would be away more than it is there.
const FEWEST_FALLS = 3
const MANY_FALLS = 1 / 4

export interface IncrementReader {
  /** One scrape or more: all samples of one instant. Instants ascend. */
  readonly add: (timestampMs: number, samples: readonly InstantSample[]) => void
  readonly found: () => HistogramIncrements
}

export function readIncrements(name: string, matchers: readonly LabelMatcher[]): IncrementReader {
  const view = histogramViewer(name, matchers)
  const instances = instanceReader(name)
  const latest = new Map<string, HistogramSnapshot>()
  const known = new Set<string>()
  const fallingOf = new Map<string, FallingCounters>()
  const increments: HistogramIncrement[] = []
  let bounds: HistogramSnapshot | undefined
  let otherBounds: HistogramIncrements['otherBounds'] = null
  let resets = 0
  const add = (timestampMs: number, samples: readonly InstantSample[]) => {
    const instanceOf = instances(samples)
    const seen = [...view(samples)].filter(([, snapshot]) => isCounted(snapshot))
    const [compared, fallen] = [new Set<string>(), new Set<string>()]
    const parts = seen.flatMap(([labelSet, snapshot]) => {
      bounds ??= snapshot
      if (!sameBounds(bounds, snapshot)) {
        otherBounds ??= [finiteBounds(bounds), finiteBounds(snapshot)]
        return []
      }
      const before = latest.get(labelSet)
      const since = before && snapshotDifference(before, snapshot)
      latest.set(labelSet, snapshot)
      if (before) compared.add(instanceOf(labelSet))
      if (before && !since) {
        resets++
        fallen.add(instanceOf(labelSet))
      }
      if (since) return [since]
      return before || known.has(instanceOf(labelSet)) ? [snapshot] : []
    })
    for (const [labelSet] of seen) known.add(instanceOf(labelSet))
    for (const instance of compared) {
      const { falls, scrapes } = fallingOf.get(instance) ?? { falls: 0, scrapes: 0 }
      fallingOf.set(instance, { falls: falls + (fallen.has(instance) ? 1 : 0), scrapes: scrapes + 1 })
    }
    if (parts.length > 0) increments.push({ timestampMs, added: parts.reduce(snapshotSum) })
  }
  const found = () => ({
    increments,
    labelSets: latest.size,
    resets,
    unsteady: [...fallingOf.values()].find(isUnsteady) ?? null,
    sumReached: [...latest.values()].reduce((total, { sum }) => total + Math.abs(sum), 0),
    otherBounds,
  })
  return { add, found }
}

function isUnsteady({ falls, scrapes }: FallingCounters): boolean {
  return falls >= FEWEST_FALLS && falls >= MANY_FALLS * scrapes
}

// A stale series has the value NaN.
function isCounted({ buckets, count }: HistogramSnapshot): boolean {
  return Number.isFinite(count) && buckets.every(({ cumulativeCount }) => Number.isFinite(cumulativeCount))
}

function finiteBounds({ buckets }: HistogramSnapshot): readonly number[] {
  return buckets.map(({ upperBound }) => upperBound).filter(Number.isFinite)
}

/** The instance that each label set was seen at: `job` and `instance`, where there are such labels. */
function instanceReader(name: string): (samples: readonly InstantSample[]) => (labelSet: string) => string {
  const instanceOf = new Map<string, string>()
  const read = rememberedFor(({ __name__: series, le: _, ...rest }) => {
    const { job = '', instance = '' } = rest
    if (series === `${name}_bucket`) instanceOf.set(labelSignature(rest), labelSignature({ job, instance }))
    return true
  })
  return (samples) => {
    for (const { labels } of samples) read(labels)
    return (labelSet) => instanceOf.get(labelSet) ?? ''
  }
}
