// What the `_over_time` functions, `changes` and `resets` make of the samples of one series; there is at least one.
// Source: prometheus/prometheus promql/functions.go.

import type { Sample } from '../../series/series.ts'
import type { Dialect } from '../dialect.ts'
import { incrementalMean, kahanMean, kahanSum } from '../functions/kahan-sum.ts'

type Samples = readonly Sample[]

export function sumOf(samples: Samples): number {
  return kahanSum(valuesOf(samples))
}

export function averageOf(samples: Samples, { kahanAvg }: Dialect): number {
  return kahanAvg ? kahanMean(valuesOf(samples)) : incrementalMean(valuesOf(samples), 'zero')
}

export function largestOf(samples: Samples): number | undefined {
  return extreme(samples, (value, largest) => value > largest)
}

export function smallestOf(samples: Samples): number | undefined {
  return extreme(samples, (value, smallest) => value < smallest)
}

/** When the value was largest, the last time where it was so several times. */
export function instantOfLargest(samples: Samples): number | undefined {
  return instantOf(samples, (value, largest) => value >= largest)
}

export function instantOfSmallest(samples: Samples): number | undefined {
  return instantOf(samples, (value, smallest) => value <= smallest)
}

/** How often the value changed. From NaN to NaN is no change. */
export function changesOf(samples: Samples): number {
  return countSteps(samples, (before, after) => after !== before && !(Number.isNaN(after) && Number.isNaN(before)))
}

/** How often a counter fell. */
export function resetsOf(samples: Samples): number {
  return countSteps(samples, (before, after) => after < before)
}

export function valuesOf(samples: Samples): number[] {
  return samples.map(({ value }) => value)
}

/** A NaN gives way to any number. */
function extreme(samples: Samples, isMore: (value: number, best: number) => boolean): number | undefined {
  let best = samples[0]?.value
  for (const { value } of samples) if (best !== undefined && (isMore(value, best) || Number.isNaN(best))) best = value
  return best
}

function instantOf(samples: Samples, isMore: (value: number, best: number) => boolean): number | undefined {
  let best = samples[0]
  for (const sample of samples)
    if (best && (isMore(sample.value, best.value) || Number.isNaN(best.value))) best = sample
  return best?.timestampMs
}

function countSteps(samples: Samples, counts: (before: number, after: number) => boolean): number {
  let count = 0
  for (let i = 1; i < samples.length; i++)
    if (counts((samples[i - 1] as Sample).value, (samples[i] as Sample).value)) count++
  return count
}
