// Measured latencies as a model that draws like them.

import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'

/** Fine steps in the last hundredth, where alerts look. */
const STEPS: readonly { readonly from: number; readonly to: number; readonly count: number }[] = [
  { from: 0, to: 0.99, count: 198 },
  { from: 0.99, to: 0.999, count: 18 },
  { from: 0.999, to: 1, count: 20 },
]

/** @param quantileSeconds finite for every quantile from 0 to 1 */
export function measuredLatency(quantileSeconds: (quantile: number) => number): LatencyModel {
  const choices = STEPS.flatMap(({ from, to, count }) => {
    const width = (to - from) / count
    return Array.from({ length: count }, (_, i) => ({
      seconds: Math.max(1e-6, quantileSeconds(from + (i + 0.5) * width)),
      weight: width,
    }))
  })
  return { kind: 'choice', choices }
}
