// The turns of closed-loop users, over all closed phases of a run: see turn-counter.ts.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import type { Draw } from './arrival.ts'
import { type DataUses, NO_TURN } from './turn-counter.ts'

export interface UserTurnsOptions {
  readonly uses: DataUses
  /** By data set: the first turn that is theirs. */
  readonly firstTurns: readonly number[]
  /** By data set: how many turns there are; infinite where rows are handed out again. */
  readonly limits: readonly number[]
  /** The most users of any phase. */
  readonly users: number
  /** This turn will be taken soon. */
  readonly expectTurn: (dataSet: number, turn: number) => void
}

/** What an arrival gets: by what it draws, or the data set that has no row for it. */
export type Dealt = { readonly draw: Draw } | { readonly outOf: number }

interface OwnCounts {
  arrivals: number
  /** By data set. */
  readonly taken: number[]
}

export class UserTurns {
  readonly #options: UserTurnsOptions
  readonly #counts = new Map<number, OwnCounts>()

  constructor(options: UserTurnsOptions) {
    this.#options = options
  }

  /** The user begins to send. */
  start(user: number): void {
    if (this.#counts.has(user)) return
    const { uses, expectTurn } = this.#options
    this.#counts.set(user, { arrivals: 0, taken: uses.map(() => 0) })
    for (const dataSet of uses.keys()) expectTurn(dataSet, this.#turn(user, dataSet))
  }

  /** For the next arrival of a user who has started. */
  take(user: number, request: number): Dealt {
    const { uses, limits, expectTurn } = this.#options
    const turns = uses.map((users, dataSet) => (users[request] ? this.#turn(user, dataSet) : NO_TURN))
    const outOf = turns.findIndex((turn, dataSet) => turn >= (limits[dataSet] as number))
    if (outOf >= 0) return { outOf }
    const own = this.#counts.get(user) as OwnCounts
    for (const [dataSet, turn] of turns.entries())
      if (turn !== NO_TURN) {
        own.taken[dataSet] = (own.taken[dataSet] as number) + 1
        expectTurn(dataSet, this.#turn(user, dataSet))
      }
    return { draw: { stream: `user ${user}/${own.arrivals++}`, turns } }
  }

  #turn(user: number, dataSet: number): number {
    const { firstTurns, users } = this.#options
    const taken = this.#counts.get(user)?.taken[dataSet] ?? 0
    return (firstTurns[dataSet] as number) + taken * users + user
  }
}

/** By data set: how many turns there are. */
export function turnLimits({ data = [] }: Pick<LoadPlan, 'data'>): number[] {
  return data.map(({ order, rows }) => (order === 'once' ? rows : Number.POSITIVE_INFINITY))
}

/** The most users of any phase. */
export function mostUsers({ phases }: Pick<LoadPlan, 'phases'>): number {
  return Math.max(0, ...phases.map(({ traffic }) => (traffic.kind === 'closed' ? traffic.users : 0)))
}
