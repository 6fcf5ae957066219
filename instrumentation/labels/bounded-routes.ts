/** No route that matched, and therefore no pattern: paths are without number. */
export const UNMATCHED = 'unmatched'

/** The routes beyond the limit. */
export const OTHER_ROUTES = 'other'

/** Route patterns as label values: at most `limit` of them, whatever the router says. */
export class BoundedRoutes {
  readonly #limit: number
  readonly #seen = new Set<string>()

  constructor(limit: number) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`expected maxRoutes to be a whole number of at least 1, got ${limit}`)
    this.#limit = limit
  }

  label(pattern: string | undefined): string {
    if (pattern === undefined) return UNMATCHED
    if (this.#seen.has(pattern)) return pattern
    if (this.#seen.size >= this.#limit) return OTHER_ROUTES
    this.#seen.add(pattern)
    return pattern
  }
}
