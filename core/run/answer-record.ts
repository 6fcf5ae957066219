// What was asked of answers beside their status, and how that went: in measured phases.

/** How often one thing was asked of the answers to a request, and how often it was not so. */
export interface CheckCount {
  /** Index into the plan's requests. */
  readonly request: number
  /** Index into what the request asks (askedOfAnswer). */
  readonly check: number
  /** Answers with an expected status that could be held against it. */
  readonly judged: number
  readonly failed: number
  /** Answers with an expected status that lie beyond what is read here. */
  readonly unreadable: number
}

/** The first answer that failed a check. Text is redacted and without control characters. */
export interface FailedCheck {
  readonly request: number
  readonly check: number
  /** In seconds of the run. */
  readonly atSeconds: number
  /** What came instead, as a phrase. */
  readonly got: string
  readonly status: number
  readonly contentType: string | null
  /** The first 200 characters of the body, decompressed; empty where it was not read. */
  readonly body: string
}

/** How many requests were redirected so many times. */
export interface RedirectCount {
  readonly request: number
  /** From 1. */
  readonly hops: number
  readonly requests: number
}

export interface AnswerRecord {
  readonly checks: readonly CheckCount[]
  readonly failures: readonly FailedCheck[]
  readonly redirects: readonly RedirectCount[]
}

/** Of several generators, seconds or runs: counts are added up, and of failures the first is kept. */
export function mergeAnswers(records: readonly AnswerRecord[]): AnswerRecord {
  const failures = records.flatMap((record) => record.failures).sort((a, b) => a.atSeconds - b.atSeconds)
  return {
    checks: summed(
      records.flatMap(({ checks }) => checks),
      ({ request, check }) => `${request}/${check}`,
      (a, b) => ({
        ...a,
        judged: a.judged + b.judged,
        failed: a.failed + b.failed,
        unreadable: a.unreadable + b.unreadable,
      }),
    ),
    failures: summed(
      failures,
      ({ request, check }) => `${request}/${check}`,
      (first) => first,
    ),
    redirects: summed(
      records.flatMap(({ redirects }) => redirects),
      ({ request, hops }) => `${request}/${hops}`,
      (a, b) => ({ ...a, requests: a.requests + b.requests }),
    ),
  }
}

function summed<Item>(items: readonly Item[], keyOf: (item: Item) => string, add: (a: Item, b: Item) => Item): Item[] {
  const sums = new Map<string, Item>()
  for (const item of items) {
    const key = keyOf(item)
    const before = sums.get(key)
    sums.set(key, before === undefined ? item : add(before, item))
  }
  return [...sums.values()]
}
