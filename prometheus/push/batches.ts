// Series in requests of a size that servers take: a long series is cut into pieces that follow one another.

import type { PushedSeries } from './pushed-series.ts'

/** Far below the limits of Mimir and Prometheus, and a few hundred kilobytes. */
const MOST_SAMPLES = 5_000

export function batches(series: readonly PushedSeries[], mostSamples: number = MOST_SAMPLES): PushedSeries[][] {
  const all: PushedSeries[][] = []
  let batch: PushedSeries[] = []
  let count = 0
  const close = () => {
    if (batch.length > 0) all.push(batch)
    batch = []
    count = 0
  }
  for (const each of series)
    for (let at = 0; at < each.samples.length; ) {
      const samples = each.samples.slice(at, at + mostSamples - count)
      batch.push({ ...each, samples })
      count += samples.length
      at += samples.length
      if (count >= mostSamples) close()
    }
  close()
  return all
}
