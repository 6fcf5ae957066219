// The counters of one instance, scrape by scrape, as `counterBehaviour` reads them.

import { snapshotDifference } from '../../core/histogram/histogram-snapshot.ts'
import type { Labels } from '../series/series.ts'
import type { CounterSample } from './counter-behaviour.ts'
import { type HistogramView, sameBounds } from './histogram-view.ts'
import { impossibleCounts } from './impossible-counts.ts'

export interface CounterHistory {
  readonly samples: readonly CounterSample[]
  /** The latest of each label set. */
  readonly last: HistogramView
}

export const NO_COUNTERS: CounterHistory = { samples: [], last: new Map() }

/** The history with one more scrape of the same instance. */
export function addCounters(
  { samples, last }: CounterHistory,
  view: HistogramView,
  at: { readonly atSeconds: number; readonly startedAt: number | null },
): CounterHistory {
  // Before the first request there may be no label set yet.
  const count = [...view.values()].reduce((sum, snapshot) => sum + snapshot.count, 0)
  const fell = [...view].some(([group, snapshot]) => {
    const before = last.get(group)
    return before !== undefined && sameBounds(before, snapshot) && !snapshotDifference(before, snapshot)
  })
  const impossible = impossibleCounts(view)
  return {
    samples: [...samples, { ...at, count, fell, ...(impossible && { impossible }) }],
    last: new Map([...last, ...view]),
  }
}

/**
 * When the process started that printed these samples, by its own clock: `process_start_time_seconds`, or else `_created`
 * of the oldest series of the histogram. Null where it prints neither. Seconds since the Unix epoch.
 */
export function processStart(
  samples: Iterable<{ readonly labels: Labels; readonly value: number }>,
  histogram: string,
): number | null {
  let oldest: number | null = null
  for (const { labels, value } of samples) {
    if (!(value > 0)) continue
    if (labels.__name__ === PROCESS_START) return value
    if (labels.__name__ === `${histogram}_created`) oldest = Math.min(value, oldest ?? value)
  }
  return oldest
}

export const PROCESS_START = 'process_start_time_seconds'
