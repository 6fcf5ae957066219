// Whether a page prints what no histogram can count. Prometheus takes any number for a count, and draws quantiles from it;
// nothing can be proved with them.

import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { ImpossibleCounts } from '../../core/run/prometheus-record.ts'
import type { HistogramView } from './histogram-view.ts'

/** Undefined where each histogram of the view may be what was observed. */
export function impossibleCounts(view: HistogramView): ImpossibleCounts | undefined {
  for (const snapshot of view.values()) {
    const impossible = impossibleOf(snapshot)
    if (impossible) return impossible
  }
  return undefined
}

function impossibleOf({ buckets, count, sum }: HistogramSnapshot): ImpossibleCounts | undefined {
  const counts = [...buckets.map(({ cumulativeCount }) => cumulativeCount), count]
  const odd = counts.find((each) => !(Number.isSafeInteger(each) && each >= 0))
  if (odd !== undefined) return { problem: 'notWhole', value: odd }
  const last = buckets.at(-1)?.cumulativeCount ?? 0
  const fallen = buckets.findIndex(({ cumulativeCount }, i) => cumulativeCount < (buckets[i - 1]?.cumulativeCount ?? 0))
  if (fallen >= 0) return { problem: 'notCumulative', value: buckets[fallen]?.cumulativeCount ?? 0 }
  if (Math.abs(last - count) > A_FEW + TORN_SHARE * Math.max(last, count))
    return { problem: 'countDiffers', value: count }
  return Number.isFinite(sum) ? undefined : { problem: 'noSum', value: sum }
}

// A page that is printed while requests are observed may be a few of them behind itself.
const A_FEW = 5
const TORN_SHARE = 0.01
