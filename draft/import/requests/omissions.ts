import type { Omission } from '../../imported-traffic.ts'

/** Counts what is left out, by what it is and why. */
export class Omissions {
  readonly #counts = new Map<string, { what: string; why: string; count: number; examples: Set<string> }>()

  /** @param example one of them, such as a host or a method; the first few are named */
  add(what: string, why: string, example?: string): void {
    const key = `${what}\n${why}`
    const entry = this.#counts.get(key) ?? { what, why, count: 0, examples: new Set<string>() }
    entry.count++
    if (example !== undefined && entry.examples.size < 6) entry.examples.add(example)
    this.#counts.set(key, entry)
  }

  list(): Omission[] {
    return [...this.#counts.values()].map(({ what, why, count, examples }) => ({
      count,
      what:
        examples.size === 0
          ? counting(what, count)
          : `${counting(what, count)} (${[...examples].slice(0, 5).join(', ')}${examples.size > 5 ? ', …' : ''})`,
      why,
    }))
  }
}

const NOUN =
  /\b(?:requests|entries|files|options|commands|operations|lines|headers|websockets|webhooks|examples|credentials|paths|cookies)\b/

/** One of them in the singular. */
function counting(what: string, count: number): string {
  return count === 1 ? what.replace(NOUN, (noun) => (noun === 'entries' ? 'entry' : noun.slice(0, -1))) : what
}

/** What a scenario can send. */
export const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/** As many entries a list of a scenario file has. */
export const MOST_REQUESTS = 1000
