// What a generator of several is called in sentences.

import type { ReportedSingleGenerator } from '../../core/report/report.ts'
import { generatorOnMachine } from '../../core/run/generators/machine-in-words.ts'
import { listedUpTo } from '../../core/text/plural.ts'

type Named = Pick<ReportedSingleGenerator, 'number' | 'name' | 'host'>

/** Of many the first ones suffice: a table shows each. */
const MOST_NAMED = 8

/** `generator 3 of 64 (load-3 on host-3)`, or `generator thread 2 of 4`. */
export function generatorInWords({ number, name, host }: Named, count: number): string {
  return name === null
    ? `generator thread ${number} of ${count}`
    : generatorOnMachine({ generator: number, machine: { name, host: host ?? name } }, count)
}

/** `generators 3 and 7 of 64`. */
export function generatorsInWords(some: readonly Named[], count: number): string {
  const [first] = some
  if (some.length === 1 && first) return generatorInWords(first, count)
  const numbers = some.map(({ number }) => String(number))
  // In place of `1 more` the last one itself is named.
  const most = numbers.length > MOST_NAMED + 1 ? MOST_NAMED : numbers.length
  const noun = first?.name === null ? 'generator threads' : 'generators'
  return `${noun} ${listedUpTo(most, numbers)} of ${count}`
}
