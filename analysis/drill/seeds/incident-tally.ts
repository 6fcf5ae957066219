// What is known of one incident, of one alert or of any of them, over the seeds that are done: counts, and a number for each
// seed in which there was a page.

import { DAY_SECONDS } from '../../../core/drill/incident-catalogue.ts'
import type { PowerInterval } from '../../../core/drill/power-curve.ts'
import type { DrillBurn, DrillDetection, IncidentOverSeeds } from '../../../core/report/drill-report.ts'
import { clopperPearson } from '../../statistics/clopper-pearson.ts'
import { regularizedGamma } from '../../statistics/poisson-interval.ts'
import { delayOf } from './seed-findings.ts'
import { medianOf, spreadOf } from './spread.ts'

export class IncidentTally {
  seeds = 0
  detected = 0
  paged = 0
  alreadyFiring = 0
  flaps = 0
  flappingSeeds = 0
  /** In which it was silent before: until it paged or fired, and where it did not, until the incident's trace was gone. */
  #watchedSeconds = 0
  readonly #firingAfter: number[] = []
  readonly #notifiedAfter: number[] = []
  readonly #resolvedAfter: number[] = []
  /** By objective. */
  readonly #burnt = new Map<string, number[]>()

  add(detection: DrillDetection): void {
    const { outcome, firingAfterSeconds, notifiedAfterSeconds, resolvedAfterSeconds, flaps, burnt } = detection
    this.seeds++
    this.flaps += flaps
    if (flaps > 0) this.flappingSeeds++
    if (outcome === 'already-firing') this.alreadyFiring++
    else this.#watchedSeconds += delayOf(detection) ?? detection.watchedSeconds
    if (outcome !== 'detected') return
    this.detected++
    if (firingAfterSeconds !== null) this.#firingAfter.push(firingAfterSeconds)
    if (resolvedAfterSeconds !== null) this.#resolvedAfter.push(resolvedAfterSeconds)
    if (notifiedAfterSeconds === null) return
    this.paged++
    this.#notifiedAfter.push(notifiedAfterSeconds)
    this.#addBurnt(burnt)
  }

  /** So many firings or more by themselves in all the time in which one could have been seen: a Poisson count. */
  #byChance(firingsPerDay: number | null): number {
    if (this.detected === 0) return 0
    if (firingsPerDay === null) return 1
    return regularizedGamma(this.detected, (firingsPerDay * this.#watchedSeconds) / DAY_SECONDS)
  }

  #addBurnt(burnt: readonly DrillBurn[]): void {
    for (const { objective, share } of burnt) {
      if (share === null) continue
      const known = this.#burnt.get(objective)
      if (known === undefined) this.#burnt.set(objective, [share])
      else known.push(share)
    }
  }

  /**
   * Seeds in which it was silent before are those that can tell.
   * @param firingsPerDay where nothing goes wrong; null where nothing is known of that
   */
  figures(firingsPerDay: number | null): IncidentOverSeeds {
    const { seeds, detected, paged, alreadyFiring, flaps, flappingSeeds } = this
    const telling = seeds - alreadyFiring
    return {
      byChance: this.#byChance(firingsPerDay),
      ...{ seeds, detected, paged, alreadyFiring, flaps, flappingSeeds },
      detectedShare: shareOf(detected, telling),
      pagedShare: shareOf(paged, telling),
      firingAfter: spreadOf(this.#firingAfter, telling),
      notifiedAfter: spreadOf(this.#notifiedAfter, telling),
      resolvedAfter: spreadOf(this.#resolvedAfter, detected),
      burnt: [...this.#burnt].map(([objective, shares]) => ({ objective, share: medianOf(shares) })),
    }
  }
}

/** Null of nothing. */
export function shareOf(events: number, trials: number): PowerInterval | null {
  if (trials === 0) return null
  const { lower, upper } = clopperPearson(events, trials)
  return { estimate: events / trials, low: lower, high: upper }
}
