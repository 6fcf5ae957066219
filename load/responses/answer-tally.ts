// Counts what became of the checks of answers and of redirects, and keeps one answer of each check that failed.

import type { AnswerRecord, CheckCount, FailedCheck, RedirectCount } from '../../core/run/answer-record.ts'

/** Makes text of the service fit to be shown: redacted, shortened, without control characters. */
export interface ShownText {
  shown(text: string, hidden: readonly string[]): string
}

export class AnswerTally {
  readonly #text: ShownText
  /** By request, then by check. */
  readonly #judged = new Map<number, number[]>()
  readonly #failed = new Map<number, number[]>()
  readonly #unreadable = new Map<number, number[]>()
  readonly #redirects = new Map<number, number[]>()
  readonly #seen = new Set<string>()
  #failures: FailedCheck[] = []

  constructor(text: ShownText) {
    this.#text = text
  }

  judged(request: number, check: number): void {
    increment(this.#judged, request, check)
  }

  failed(request: number, check: number): void {
    increment(this.#failed, request, check)
  }

  unreadable(request: number, check: number): void {
    increment(this.#unreadable, request, check)
  }

  /** @param hops from 1 */
  redirected(request: number, hops: number): void {
    increment(this.#redirects, request, hops)
  }

  /** Only the first of each check is wanted, so that most are never put together. */
  wants(request: number, check: number): boolean {
    return !this.#seen.has(`${request}/${check}`)
  }

  /** @param failure its text as it came @param hidden what must not be shown of it */
  add(failure: FailedCheck, hidden: readonly string[]): void {
    this.#seen.add(`${failure.request}/${failure.check}`)
    this.#failures.push({
      ...failure,
      got: this.#text.shown(failure.got, hidden),
      contentType: failure.contentType && this.#text.shown(failure.contentType, hidden),
      body: this.#text.shown(failure.body, hidden),
    })
  }

  /** What came since the last call, its instants relative to an epoch. */
  take(epochSeconds: number): AnswerRecord {
    const record: AnswerRecord = {
      checks: this.#checks(),
      failures: this.#failures.map((failure) => ({ ...failure, atSeconds: failure.atSeconds - epochSeconds })),
      redirects: this.#taken(
        this.#redirects,
        (request, hops, requests): RedirectCount => ({ request, hops, requests }),
      ),
    }
    this.#failures = []
    this.#judged.clear()
    this.#failed.clear()
    this.#unreadable.clear()
    this.#redirects.clear()
    return record
  }

  #checks(): CheckCount[] {
    const judged = this.#taken(this.#judged, (request, check, judged) => ({
      request,
      check,
      judged,
      failed: this.#failed.get(request)?.[check] ?? 0,
      unreadable: 0,
    }))
    const unreadable = this.#taken(this.#unreadable, (request, check, unreadable) => ({
      request,
      check,
      judged: 0,
      failed: 0,
      unreadable,
    }))
    return [...judged, ...unreadable]
  }

  #taken<Item>(counts: Map<number, number[]>, toItem: (request: number, place: number, count: number) => Item): Item[] {
    return [...counts].flatMap(([request, places]) =>
      // The places that were never counted are holes.
      Object.entries(places).map(([place, count]) => toItem(request, Number(place), count)),
    )
  }
}

function increment(counts: Map<number, number[]>, request: number, place: number): void {
  let places = counts.get(request)
  if (places === undefined) {
    places = []
    counts.set(request, places)
  }
  places[place] = (places[place] ?? 0) + 1
}
