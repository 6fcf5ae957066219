// Measures several things in turns, round after round, so that what the machine does meanwhile meets all of them alike. A
// measurement during which the machine was busy with something else is discarded and taken again, a few times.

import { type Account, disturbanceBetween, isDisturbed, readAccount } from './disturbance.ts'

export interface Comparison<Result> {
  /** What was measured undisturbed in each round, by name. */
  readonly rounds: readonly ReadonlyMap<string, Result>[]
  readonly discarded: number
  /** Of each measurement that failed: what and why. */
  readonly failures: readonly string[]
}

export interface ComparisonLimits {
  readonly rounds: number
  /** How often one measurement is taken until it is undisturbed. */
  readonly attempts: number
  /** To try the benchmarks themselves: nothing is discarded, and the figures mean nothing. */
  readonly smoke?: boolean
}

export interface Surroundings {
  /** Undefined where the kernel does not tell: then nothing is discarded. */
  account(): Account | undefined
  /** Returns when the machine is calm, or after some time. */
  calm(): Promise<void>
}

/** Fewer have no middle one. */
const FEWEST_ROUNDS = 3

export async function compareCalmly<Result>(
  names: readonly string[],
  limits: ComparisonLimits,
  measure: (name: string, round: number) => Promise<Result>,
  surroundings: Surroundings = limits.smoke ? UNWATCHED : watched(),
): Promise<Comparison<Result>> {
  const rounds: Map<string, Result>[] = []
  const failures: string[] = []
  let discarded = 0
  for (let round = 1; round <= limits.rounds; round++) {
    const measured = new Map<string, Result>()
    rounds.push(measured)
    for (const name of names)
      for (let attempt = 1; attempt <= limits.attempts && !measured.has(name); attempt++) {
        await surroundings.calm()
        const before = surroundings.account()
        try {
          const result = await measure(name, round)
          const after = surroundings.account()
          if (before && after && isDisturbed(disturbanceBetween(before, after))) discarded++
          else measured.set(name, result)
        } catch (error) {
          failures.push(`${name}: ${(error as Error).message.split('\n')[0]}`)
        }
      }
  }
  return { rounds, discarded, failures }
}

/** The middle of a figure over the rounds that have it; null where they are too few. */
export function medianOf<Result>(
  { rounds }: Comparison<Result>,
  figure: (measured: ReadonlyMap<string, Result>) => number | null | undefined,
): number | null {
  const values = rounds.flatMap((measured) => {
    const value = figure(measured)
    return value === null || value === undefined || Number.isNaN(value) ? [] : [value]
  })
  if (values.length < Math.min(FEWEST_ROUNDS, rounds.length)) return null
  return values.sort((a, b) => a - b)[values.length >> 1] ?? null
}

const UNWATCHED: Surroundings = { account: () => undefined, calm: async () => {} }

const CALM_SECONDS = 0.3
/** Of one comparison, in all: a machine that is never calm must not be waited for forever. */
const PATIENCE_SECONDS = 120

function watched(): Surroundings {
  let patienceSeconds = PATIENCE_SECONDS
  const calm = async () => {
    for (; patienceSeconds > 0; patienceSeconds -= CALM_SECONDS) {
      const before = readAccount()
      await new Promise((resolve) => setTimeout(resolve, 1e3 * CALM_SECONDS))
      const after = readAccount()
      if (!before || !after || !isDisturbed(disturbanceBetween(before, after))) return
    }
  }
  return { account: readAccount, calm }
}
