// An exact distribution function, reduced for a chart: a step is left out only if the curve moves by less than 1/400 of
// its height or width.

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
  // Steps are spaced by ratio, so that low latencies keep their shape on a logarithmic axis.
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
