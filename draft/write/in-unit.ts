import { type LatencyUnit, SECONDS_PER_UNIT } from '../../core/histogram/latency-unit.ts'

/** A time as the histogram counts it: 0.25 s of one in milliseconds are 250. */
export function inUnit(seconds: number, unit: LatencyUnit): number {
  return Number((seconds / SECONDS_PER_UNIT[unit]).toPrecision(12))
}
