// What the machine of a generator is called in sentences.

import type { GeneratorMachine } from './generator-facts.ts'

export type NamedMachine = Pick<GeneratorMachine, 'name' | 'host'>

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
