// `${setup.…}`: what the setup captured last.

import type { JsonValue } from '../../core/json/exact-json.ts'
import { Unsendable, type ValueSource } from '../requests/value-source.ts'
import type { Captured } from './setup-values.ts'

export class SetupCaptures implements ValueSource {
  #captured: Captured

  constructor(captured: Captured) {
    this.#captured = captured
  }

  replace(captured: Captured): void {
    this.#captured = captured
  }

  value(name: string): JsonValue {
    const value = Object.hasOwn(this.#captured, name) ? this.#captured[name] : undefined
    if (value === undefined) throw new Unsendable(`setup.${name}: expected a value that the setup captured, got none`)
    return value
  }
}
