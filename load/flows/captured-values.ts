// `${captured.…}`: what earlier steps of the same iteration took from their answers.

import type { JsonValue } from '../../core/json/exact-json.ts'
import { Unsendable, type ValueSource } from '../requests/value-source.ts'
import type { Arrival } from '../schedule/arrival.ts'
import type { UserSession } from './user-session.ts'

export class CapturedValues implements ValueSource {
  readonly #sessionOf: (arrival: Arrival) => UserSession

  constructor(sessionOf: (arrival: Arrival) => UserSession) {
    this.#sessionOf = sessionOf
  }

  value(name: string, arrival: Arrival): JsonValue {
    const value = this.#sessionOf(arrival).capture(name)
    if (value === undefined)
      throw new Unsendable(
        `captured.${name}: expected a step before this one that captured it, got none in this iteration`,
      )
    return value
  }
}
