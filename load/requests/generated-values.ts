// `${values.…}`: made up for each arrival, from the seed and from what the arrival is, whichever generator sends it.

import { type GeneratedValue, generateValue } from '../../core/data/generated-value.ts'
import { randomStream } from '../../core/random.ts'
import type { Arrival } from '../schedule/arrival.ts'
import type { ValueSource } from './value-source.ts'

export class GeneratedValues implements ValueSource {
  readonly #values: ReadonlyMap<string, GeneratedValue>
  readonly #seed: number
  readonly #nowMs: () => number
  /** The time that all values of an arrival have. */
  #lastArrival: Arrival | undefined
  #lastMs = 0

  /** @param nowMs milliseconds since 1970 */
  constructor(values: readonly GeneratedValue[], seed: number, nowMs: () => number) {
    this.#values = new Map(values.map((value) => [value.name, value]))
    this.#seed = seed
    this.#nowMs = nowMs
  }

  value(name: string, arrival: Arrival): string | number | boolean {
    const value = this.#values.get(name)
    if (value === undefined || arrival.draw === undefined)
      throw new RangeError(`values.${name}: expected a value and a draw`)
    const random = randomStream(this.#seed, `values/${name}/${arrival.draw.stream}`)
    return generateValue(value, random, value.kind === 'timestamp' ? this.#msOf(arrival) : 0)
  }

  #msOf(arrival: Arrival): number {
    if (arrival !== this.#lastArrival) {
      this.#lastArrival = arrival
      this.#lastMs = this.#nowMs()
    }
    return this.#lastMs
  }
}
