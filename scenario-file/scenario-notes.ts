// What is allowed in a scenario but probably a slip, or more than a machine can do. Sentences, for the terminal.

import type { Scenario } from '../core/scenario/scenario.ts'
import { formatCount } from '../core/text/count.ts'
import { formatDuration } from '../core/text/duration.ts'

/** Per second. docs/measurement.md: about 5,000 are trusted on two cores; the fastest machines send some times that. */
const MORE_THAN_ONE_MACHINE = 20_000

/** Seconds. Bounds of latencies begin below one second; from here on milliseconds were meant. */
const LATE_FIRST_BOUND = 10

export function scenarioNotes({ load, service }: Scenario): string[] {
  const rates = load.phases.flatMap(({ name, traffic }) => {
    const rate = traffic.kind === 'open' ? Math.max(traffic.fromRatePerSecond, traffic.toRatePerSecond) : 0
    if (rate <= MORE_THAN_ONE_MACHINE) return []
    return `phase ${name}: ${formatCount(rate)} requests per second are more than one machine usually sends (about 5,000 on two cores); a generator that falls behind makes the run inconclusive`
  })
  const first = service.kind === 'bundled' ? service.behaviour.layout.upperBounds[0] : undefined
  if (first === undefined || first < LATE_FIRST_BOUND) return rates
  return [
    ...rates,
    `layout: bounds without a unit are seconds, so the first bucket ends at ${formatDuration(first)}; milliseconds are written ${first}ms`,
  ]
}
