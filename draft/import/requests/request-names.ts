// Names of requests: unique, and of the letters that a scenario file allows in names.

import { shownMarked } from '../written/marks.ts'

/** Hands out names; one that is taken gets a number behind it. */
export class RequestNames {
  readonly #taken = new Set<string>()

  /** @param wanted such as an operation's id, or method and path */
  of(wanted: string): string {
    const slug = shownMarked(wanted)
      .replace(/[^A-Za-z0-9._]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
      .slice(0, 80)
    const base = slug === '' ? 'request' : slug
    let name = base
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = `${base}-${n}`
    this.#taken.add(name.toLowerCase())
    return name
  }
}

/** `get-users-id` of a method and a path without its query. */
export function namedAfter(method: string, path: string): string {
  return `${method.toLowerCase()}-${path.split('?')[0] ?? ''}`
}
