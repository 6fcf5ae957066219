// What is known of one generator's clock over a run. All instants of the run are translated by one offset, the best that
// is known when the first is: so the generator keeps to one time axis, and what its clock does afterwards is an error that
// later readings measure.

import type { GeneratorClock } from '../../core/run/generators/generator-facts.ts'
import type { ClockReading } from './clock-reading.ts'
import { estimateDrift } from './estimate-drift.ts'
import { MOST_DRIFT } from './most-drift.ts'
import { offsetAt } from './offset-at.ts'

export class ClockWatch {
  readonly #readings: ClockReading[] = []
  #used: ClockReading | undefined

  add(reading: ClockReading): void {
    this.#readings.push(reading)
    this.#readings.sort((a, b) => a.atSeconds - b.atSeconds)
  }

  /** How many there are. */
  get readings(): number {
    return this.#readings.length
  }

  /** By what the generator's clock is ahead of ours, for all instants of this run. @throws RangeError before the first reading */
  offsetFor(nowSeconds: number): number {
    this.#used ??= this.#best(nowSeconds)
    return this.#used.offsetSeconds
  }

  /**
   * @param startSeconds when the measured phases were to start, on our clock
   * @param endSeconds when the last of them was to end
   * @returns null where no instant was translated
   */
  clock(startSeconds: number, endSeconds: number): GeneratorClock | null {
    if (this.#used === undefined) return null
    const { offsetSeconds, uncertaintySeconds } = this.#used
    const drift = estimateDrift(this.#readings)
    const atStart = offsetAt(this.#readings, startSeconds)
    return {
      offsetSeconds,
      uncertaintySeconds,
      readings: this.#readings.length,
      driftPerSecond: drift?.driftPerSecond ?? null,
      driftUncertaintyPerSecond: drift?.uncertaintyPerSecond ?? null,
      apartAtMostSeconds: this.#apartAtMost(offsetSeconds, startSeconds, endSeconds),
      startErrorSeconds: offsetSeconds - atStart.offsetSeconds,
      startUncertaintySeconds: atStart.uncertaintySeconds,
    }
  }

  #best(nowSeconds: number): ClockReading {
    const [first, ...others] = this.#readings
    if (first === undefined) throw new RangeError('expected at least one reading of the clock')
    const doubt = ({ atSeconds, uncertaintySeconds }: ClockReading) =>
      uncertaintySeconds + MOST_DRIFT * Math.abs(nowSeconds - atSeconds)
    return others.reduce((best, next) => (doubt(next) <= doubt(best) ? next : best), first)
  }

  /**
   * At each instant the nearest reading says where the clock was, as far as it was certain and the clock cannot have drifted
   * since: the largest of these from start to end.
   */
  #apartAtMost(usedSeconds: number, startSeconds: number, endSeconds: number): number {
    const before = this.#readings.findLastIndex(({ atSeconds }) => atSeconds <= startSeconds)
    const after = this.#readings.findIndex(({ atSeconds }) => atSeconds >= endSeconds)
    const readings = this.#readings.slice(Math.max(0, before), after < 0 ? undefined : after + 1)
    const away = readings.map((reading) => Math.abs(usedSeconds - reading.offsetSeconds) + reading.uncertaintySeconds)
    const times = readings.map(({ atSeconds }) => atSeconds)
    const [first = startSeconds, last = endSeconds] = [times[0], times.at(-1)]
    const halfGaps = times.slice(1).map((at, i) => (at - (times[i] as number)) / 2)
    const unread = Math.max(0, first - startSeconds, endSeconds - last, ...halfGaps)
    return Math.max(...away) + MOST_DRIFT * unread
  }
}
