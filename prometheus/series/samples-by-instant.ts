import type { InstantSample } from '../promql/evaluate/instant-sample.ts'
import type { Series } from './series.ts'

/** Samples that were taken at the same instant together, ascending. Those without an instant are left out. */
export function byInstant<Sample extends { readonly timestampMs: number | null }>(
  samples: Iterable<Sample>,
): [timestampMs: number, samples: Sample[]][] {
  const instants = new Map<number, Sample[]>()
  for (const sample of samples) {
    if (sample.timestampMs === null) continue
    const together = instants.get(sample.timestampMs)
    if (together) together.push(sample)
    else instants.set(sample.timestampMs, [sample])
  }
  return [...instants].sort(([a], [b]) => a - b)
}

/** The samples of several series. */
export function samplesByInstant(
  series: readonly Series[],
): (readonly [timestampMs: number, samples: readonly InstantSample[]])[] {
  return byInstant(
    series.flatMap(({ labels, samples }) => samples.map(({ timestampMs, value }) => ({ labels, value, timestampMs }))),
  )
}
