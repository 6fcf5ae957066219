// An exact distribution function, thinned to what a chart can show: no step is left out that would move the curve by
// more than a four-hundredth of its height or of its width.

import { boundedCount, type LatencyCounts } from '../../core/latency/latency-counts.ts'
import type { ExactDistribution } from '../../core/report/report-details.ts'

const RESOLUTION = 400

export function exactDistribution(
  population: ExactDistribution['population'],
  latencies: LatencyCounts,
): ExactDistribution | null {
  const count = boundedCount(latencies)
  if (count === 0) return null
  const { seconds, share } = steps(latencies, count)
  return { population, count, seconds, share }
}

function steps({ values, counts, maxSeconds, minSeconds }: LatencyCounts, count: number) {
  // By ratio, so that the fast ones keep their shape on a logarithmic axis as well.
  const ratio = Math.max(maxSeconds / Math.max(minSeconds, 1e-6), 1) ** (1 / RESOLUTION)
  const seconds: number[] = []
  const share: number[] = []
  let seen = 0
  values.forEach((value, i) => {
    const before = seen
    seen += counts[i] as number
    const isFar = value > (seconds.at(-1) ?? 0) * ratio || before / count - (share.at(-1) ?? 0) > 1 / RESOLUTION
    const isBig = (counts[i] as number) / count > 1 / RESOLUTION
    if (!isFar && !isBig && i < values.length - 1) return
    seconds.push(Number(Math.min(value, maxSeconds).toPrecision(6)))
    share.push(Number((seen / count).toPrecision(6)))
  })
  return { seconds, share }
}
