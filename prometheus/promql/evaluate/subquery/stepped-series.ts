// The series that a subquery makes: what its operand returned, step by step.

import { labelSignature } from '../../../series/labels.ts'
import type { Labels, Sample } from '../../../series/series.ts'
import type { InstantSample } from '../instant-sample.ts'

export interface SteppedSeries {
  readonly labels: Labels
  /** Ascending. */
  readonly samples: Sample[]
}

/** By the signature of their labels. */
export type SeriesBySignature = Map<string, SteppedSeries>

export function addStep(series: SeriesBySignature, timestampMs: number, elements: readonly InstantSample[]): void {
  for (const { labels, value } of elements) {
    const signature = labelSignature(labels)
    const known = series.get(signature)
    if (known) known.samples.push({ timestampMs, value })
    else series.set(signature, { labels, samples: [{ timestampMs, value }] })
  }
}
