// How far what the generators did may lie from when it was meant for, on the clock of whoever scraped the service. A request's
// latency is a difference on one machine's clock, and free of it; what holds a generator's instants against scrapes and rules
// is not.

import type { GeneratorFacts } from '../../core/run/generators/generator-facts.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { generatorInWords } from './generator-words.ts'

export interface ClocksApart {
  /** At no instant more than this; infinite where a clock was never read. */
  readonly seconds: number
  /** The generator that was furthest away. */
  readonly number: number
  readonly name: string
}

/** Of the shortest time that a finding holds against both clocks: it may be wrong by so much. */
const FRACTION_ALLOWED = 0.05

/** Null where all that was sent was sent by one thread of this process. */
export function clocksApart({ generators = [] }: LoadResult): ClocksApart | null {
  const each = generators.map((facts) => ({
    seconds: secondsApart(facts),
    number: facts.number,
    name: generatorInWords(
      { number: facts.number, name: facts.machine?.name ?? null, host: facts.machine?.host ?? null },
      generators.length,
    ),
  }))
  return each.reduce<ClocksApart | null>((most, next) => (most && most.seconds >= next.seconds ? most : next), null)
}

/** Between what it did and when that was meant for: at no instant more; infinite where its clock was never read. */
export function secondsApart({ machine, startLateSeconds, requests }: GeneratorFacts): number {
  const late = startLateSeconds ?? 0
  if (machine === null) return late
  if (machine.clock !== null) return late + machine.clock.apartAtMostSeconds
  return requests > 0 ? Number.POSITIVE_INFINITY : 0
}

/**
 * @param tightestSeconds the shortest time that the finding allows between what generators did and what was scraped
 * @returns why the finding proves nothing; null where the clocks agree well enough for it
 */
export function doubtOfClocks(apart: ClocksApart | null, tightestSeconds: number): string | null {
  if (apart === null || apart.seconds <= FRACTION_ALLOWED * tightestSeconds) return null
  const allowed = `${formatShare(FRACTION_ALLOWED)} of the ${formatDuration(tightestSeconds)}`
  if (!Number.isFinite(apart.seconds))
    return `The clock of ${apart.name} was never read, so that nothing of what it sent can be held against scrapes; ${allowed} that count here would be allowed.`
  return `What generators sent and what was scraped may lie ${formatDuration(apart.seconds)} apart in time (start skew, drift and uncertainty of ${apart.name}); ${allowed} that count here are allowed.`
}
