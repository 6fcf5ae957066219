// What has been measured so far, one section a benchmark. A part can be measured again without the others, which together
// take more than an hour; each says when it was taken.

import type { Extent, Section } from './section.ts'

export interface MeasuredSection extends Section {
  /** Of the benchmark. */
  readonly name: string
  /** ISO 8601. */
  readonly measuredAt: string
  readonly machine: string
  readonly extent: Extent
}

/**
 * The new sections and those that were measured before, in the order of the names. A section of another machine is left
 * out: figures of two machines do not belong on one page.
 */
export function withEarlierSections(
  measured: readonly MeasuredSection[],
  earlier: readonly MeasuredSection[],
  names: readonly string[],
): readonly MeasuredSection[] {
  const machines = new Set(measured.map(({ machine }) => machine))
  const kept = earlier.filter(
    ({ name, machine }) => machines.has(machine) && !measured.some((each) => each.name === name),
  )
  return [...measured, ...kept].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name))
}
