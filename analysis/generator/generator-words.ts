// What a generator of several is called in sentences.

import type { ReportedSingleGenerator } from '../../core/report/report.ts'
import { generatorOnMachine } from '../../core/run/generators/machine-in-words.ts'
import { listed } from '../../core/text/plural.ts'

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
  const shown = numbers.length > MOST_NAMED + 1 ? numbers.slice(0, MOST_NAMED) : numbers
  const more = numbers.length - shown.length
  const noun = first?.name === null ? 'generator threads' : 'generators'
  return `${noun} ${listed(more === 0 ? shown : [...shown, `${more} more`])} of ${count}`
}
