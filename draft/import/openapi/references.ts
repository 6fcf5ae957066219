// References within one description: `{ $ref: '#/components/schemas/Pet' }`.

import { isMapping } from '../../../core/file/mapping.ts'
import { parsePointer } from '../../../core/json/json-pointer.ts'

/** References to references; more are a circle. */
const MOST_HOPS = 30

export class References {
  readonly #root: unknown
  /** Other files that were referred to. */
  readonly foreign = new Set<string>()

  constructor(root: unknown) {
    this.#root = root
  }

  /** What is meant; undefined where there is nothing, or it lies in another file. */
  resolve(value: unknown): unknown {
    let found = value
    for (let hop = 0; hop < MOST_HOPS; hop++) {
      if (!isMapping(found) || typeof found.$ref !== 'string') return found
      found = this.#at(found.$ref)
    }
    return undefined
  }

  #at(reference: string): unknown {
    if (!reference.startsWith('#')) {
      this.foreign.add(reference.split('#')[0] ?? '')
      return undefined
    }
    const steps = parsePointer(unescaped(reference.slice(1)))
    let found: unknown = this.#root
    for (const step of steps ?? ['']) {
      if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
      found = Object.entries(found).find(([key]) => key === step)?.[1]
    }
    return found
  }
}

function unescaped(pointer: string): string {
  try {
    return decodeURIComponent(pointer)
  } catch {
    return pointer
  }
}
