// Runs drawn from a known distribution, with or without correlation from second to second.

import type { SlotLatencies } from '../../../analysis/statistics/quantile-interval.ts'
import { type Random, standardNormal } from '../../../core/random.ts'
import { rawLatencies } from './latencies-of.ts'

export interface Simulation {
  readonly seconds: number
  readonly perSecond: number
  /** Standard deviation of ln(latency) that all requests of a second share, and of what each has for itself. */
  readonly shared: number
  readonly own: number
  /** Correlation of the shared part from one second to the next. */
  readonly rho: number
}

/** Log-normal latencies: exp(shared · a + own · b), a an autoregression over the seconds, b independent. */
export function simulatedSlots({ seconds, perSecond, shared, own, rho }: Simulation, random: Random): SlotLatencies[] {
  let level = standardNormal(random)
  return Array.from({ length: seconds }, () => {
    level = rho * level + Math.sqrt(1 - rho * rho) * standardNormal(random)
    const latency = () => Math.exp(shared * level + own * standardNormal(random))
    return { stratum: 0, latencies: rawLatencies(Array.from({ length: perSecond }, latency)) }
  })
}

const Z95 = 1.6448536269514722

export function trueP95({ shared, own }: Simulation): number {
  return Math.exp(Z95 * Math.hypot(shared, own))
}
