// Which turn it is at each data set. A turn is the nth time in a run that a row is drawn; which row that is, the order of
// the data set says (core/data/row-order.ts). Turns are dealt before anything is sent, by what is known then: so they are
// the same whatever the service does, and however many generators there are.
//
//   - Arrivals of open phases have the first turns, in the order in which they are due, phase by phase.
//   - Behind them each closed-loop user has every so-manieth turn, as many as there are users at most: its nth arrival that
//     draws a row always has the same one, however fast the others are (user-turns.ts).

import type { LoadPlan } from '../../core/scenario/load-plan.ts'

/** By data set and request of the plan: whether it draws a row. */
export type DataUses = readonly (readonly boolean[])[]

/** Null where no request of the plan varies. */
export function dataUses({ requests, data = [] }: Pick<LoadPlan, 'requests' | 'data'>): DataUses | null {
  return requests.some(({ varies }) => varies) ? data.map(({ usedBy }) => usedBy) : null
}

/** In a column of turns, and in the turns of an arrival: it draws no row. */
export const NO_TURN = -1

export class TurnCounter {
  readonly #uses: DataUses
  readonly #taken: number[]

  constructor(uses: DataUses) {
    this.#uses = uses
    this.#taken = uses.map(() => 0)
  }

  get dataSets(): number {
    return this.#uses.length
  }

  /** By data set: how many turns were taken. */
  get taken(): readonly number[] {
    return [...this.#taken]
  }

  /** The turns of the next arrival, by data set. */
  take(request: number): number[] {
    return this.#uses.map((users, dataSet) => {
      if (!users[request]) return NO_TURN
      const turn = this.#taken[dataSet] as number
      this.#taken[dataSet] = turn + 1
      return turn
    })
  }
}
