// Where the values of references come from, `${source.name}`: a data set, generated values, what was captured before.

import type { Arrival } from '../schedule/arrival.ts'

export interface ValueSource {
  /**
   * A JSON value: a text, a number, a mapping. The same for all references of an arrival to the same name.
   * @throws Unsendable where there is none for this arrival
   */
  value(name: string, arrival: Arrival): unknown
}

/** By the source's name in references. */
export type ValueSources = ReadonlyMap<string, ValueSource>

/** A request cannot be sent with the values that it should have. The message says why, without the values. */
export class Unsendable extends Error {
  override readonly name = 'Unsendable'
}
