import type { RateCurve } from '../../load/schedule/curve.ts'

/** Λ(t) of load/schedule/curve.ts, from its equation: the arrivals expected in the first seconds of a phase. */
export function areaUntil({ fromRatePerSecond, toRatePerSecond, durationSeconds }: RateCurve, seconds: number): number {
  const change = toRatePerSecond - fromRatePerSecond
  return fromRatePerSecond * seconds + (change * seconds * seconds) / (2 * durationSeconds)
}
