// Into which strata the requests of one part of the service fall at a time: by how long they take and how they end. Arrivals
// are Poisson, so the counts of the strata are independent (Kingman, Poisson Processes, 1993, the colouring theorem).

import { type DrawnOptions, drawnCells } from '../drawn/drawn-cells.ts'
import type { Degradation } from '../drawn/incidents-at.ts'

/** How requests end, by index. */
export const OUTCOMES = ['succeeded', 'failed', 'reset'] as const
export const [SUCCEEDED, FAILED, RESET] = [0, 1, 2] as const

export interface RequestStrata {
  /** Of all requests, for each stratum that a request may ever fall into. */
  readonly shares: Float64Array
  /** `cell · OUTCOMES.length + outcome`, where cells lie between neighbouring bounds. */
  readonly places: Int32Array
  /** Of the cell. */
  readonly meanSeconds: Float64Array
}

/** A share that no request of a month has. */
const LEAST_SHARE = 1e-13

/** Works the strata out once for each state of the service. */
export class StrataOfStates {
  readonly #options: DrawnOptions
  readonly #known = new Map<string, RequestStrata>()

  constructor(options: DrawnOptions) {
    this.#options = options
  }

  of(degradations: readonly Degradation[]): RequestStrata {
    const key = JSON.stringify(degradations)
    const known = this.#known.get(key)
    if (known) return known
    const strata = this.#drawn(degradations)
    this.#known.set(key, strata)
    return strata
  }

  #drawn(degradations: readonly Degradation[]): RequestStrata {
    const cells = drawnCells(this.#options, degradations)
    const all = cells.flatMap(({ share, errorShare, resetShare, meanSeconds }, cell) => [
      { share: share - errorShare - resetShare, place: cell * OUTCOMES.length + SUCCEEDED, meanSeconds },
      { share: errorShare, place: cell * OUTCOMES.length + FAILED, meanSeconds },
      { share: resetShare, place: cell * OUTCOMES.length + RESET, meanSeconds },
    ])
    const some = all.filter(({ share }) => share > LEAST_SHARE)
    return {
      shares: Float64Array.from(some, ({ share }) => share),
      places: Int32Array.from(some, ({ place }) => place),
      meanSeconds: Float64Array.from(some, ({ meanSeconds }) => meanSeconds),
    }
  }
}
