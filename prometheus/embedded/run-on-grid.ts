// Scrapes and evaluations lie on a grid of instants, as in Prometheus: ticks that were missed are skipped, never made
// up for. Seconds on the machine's monotonic axis.

import type { Clock } from '../../core/clock.ts'

export interface Grid {
  readonly firstSeconds: number
  readonly intervalSeconds: number
}

/**
 * Takes the steps one after another until the signal is aborted, each with the instant of its tick. A step that ends
 * late is followed at once by that of the tick passed last. Ticks that have passed at the start are left out, unless by
 * less than a hundredth of the interval.
 * @returns how many ticks were skipped
 */
export async function runOnGrid(
  grid: Grid,
  clock: Clock,
  signal: AbortSignal,
  step: (tickSeconds: number) => Promise<void>,
): Promise<number> {
  const ticksPassed = () => (clock.nowSeconds() - grid.firstSeconds) / grid.intervalSeconds
  let tick = Math.max(0, Math.ceil(ticksPassed() - 0.01))
  let skipped = 0
  while (!signal.aborted) {
    const tickSeconds = grid.firstSeconds + tick * grid.intervalSeconds
    await clock.sleep(tickSeconds - clock.nowSeconds(), signal)
    if (signal.aborted) break
    await step(tickSeconds)
    const next = Math.max(tick + 1, Math.floor(ticksPassed()))
    skipped += next - tick - 1
    tick = next
  }
  return skipped
}
