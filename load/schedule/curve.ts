// The offered rate of one open phase: a straight line over its duration.
//
//   λ(t) = from + (to − from) · t / duration         requests per second, t in seconds from the phase's start
//   Λ(t) = from · t + (to − from) · t² / (2 · duration)   requests expected until t: the area under λ
//
// The nth arrival is the inverse of that area, as in k6's ramping_arrival_rate executor.

export interface RateCurve {
  readonly fromRatePerSecond: number
  readonly toRatePerSecond: number
  readonly durationSeconds: number
}

/** Λ(duration): how many arrivals are expected in the whole phase. */
export function totalArea(curve: RateCurve): number {
  return ((curve.fromRatePerSecond + curve.toRatePerSecond) / 2) * curve.durationSeconds
}

/** Below it the digits of the squares and roots are lost. No request is expected so early. */
const LEAST_AREA = 1e-290

/**
 * Λ⁻¹: the second at which the area is reached, for an area from 0 to the total.
 * 2a / (λ₀ + √(λ₀² + 2ka)) is the root of λ₀t + kt²/2 = a that loses no digits where k is near 0.
 */
export function secondsUntilArea(curve: RateCurve, area: number): number {
  if (area < LEAST_AREA) return 0
  const from = curve.fromRatePerSecond
  const discriminant = from * from + 2 * slope(curve) * area
  return Math.min((2 * area) / (from + Math.sqrt(Math.max(0, discriminant))), curve.durationSeconds)
}

function slope(curve: RateCurve): number {
  return (curve.toRatePerSecond - curve.fromRatePerSecond) / curve.durationSeconds
}
