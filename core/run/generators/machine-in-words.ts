// What the machine of a generator is called in sentences.

import { listedUpTo } from '../../text/plural.ts'
import type { GeneratorMachine } from './generator-facts.ts'

export type NamedMachine = Pick<GeneratorMachine, 'name' | 'host'>

export function namedMachine({ name, host }: NamedMachine): NamedMachine {
  return { name, host }
}

/** `load-3 on host-3`; of one that is called as its host is, that name alone. */
export function machineInWords({ name, host }: NamedMachine): string {
  return name === host ? name : `${name} on ${host}`
}

/** `generator 3 of 64 (load-3 on host-3)`. @param generator counted from 1 */
export function generatorOnMachine(
  { generator, machine }: { readonly generator: number; readonly machine: NamedMachine },
  generators: number,
): string {
  return `generator ${generator} of ${generators} (${machineInWords(machine)})`
}

/** Of many the first ones suffice. */
const MOST_NAMED = 8

/** `load-3 on host-3 and load-4 on host-4`. */
export function machinesInWords(machines: readonly NamedMachine[]): string {
  return listedUpTo(MOST_NAMED, machines.map(machineInWords))
}
