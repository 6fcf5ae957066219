// The problems of a run's scrapes: each kind once, with its number of occurrences.

import { formatDuration } from '../../core/text/duration.ts'
import { times } from '../../core/text/plural.ts'
import type { Scrape } from '../scrape/scraper.ts'

export class ScrapeProblems {
  readonly #scrapes = new Map<string, number>()
  /** By instance, then by reason. */
  readonly #failures = new Map<string, Map<string, number>>()
  readonly #warnings = new Map<string, number>()

  /** By instance: the durations of those that took long. */
  readonly #slow = new Map<string, number[]>()

  add({ target, error, problems, durationSeconds, timeoutSeconds }: Scrape): void {
    const { instance } = target.labels
    count(this.#scrapes, instance)
    if (error === null && durationSeconds > SLOW_SHARE * timeoutSeconds)
      this.#slow.set(instance, [...(this.#slow.get(instance) ?? []), durationSeconds])
    if (error !== null) {
      const failures = this.#failures.get(instance) ?? new Map<string, number>()
      count(failures, error)
      this.#failures.set(instance, failures)
    }
    for (const problem of problems) count(this.#warnings, `${instance}: ${problem}`)
  }

  sentences(): string[] {
    const failures = [...this.#failures].map(([instance, kinds]) => {
      const failed = [...kinds.values()].reduce((sum, count) => sum + count, 0)
      const reasons = [...kinds].map(([reason, often]) => (kinds.size === 1 ? reason : `${reason} (${often})`))
      return `${failed} of ${this.#scrapes.get(instance)} scrapes of ${instance} failed: ${firstOf(reasons).join(', ')}`
    })
    const warnings = [...this.#warnings].map(([warning, count]) => `${warning} (${times(count)})`)
    return [...failures, ...this.#slowOnes(), ...firstOf(warnings)]
  }

  #slowOnes(): string[] {
    return [...this.#slow].map(([instance, durations]) => {
      const slowest = durations.reduce((most, next) => Math.max(most, next))
      const median = [...durations].sort((a, b) => a - b)[Math.floor((durations.length - 1) / 2)] ?? slowest
      return `${durations.length} of ${this.#scrapes.get(instance)} scrapes of ${instance} took more than half of the time that a scrape may take: ${formatDuration(median)} in the middle, ${formatDuration(slowest)} at most. The page is slow, and longer ones would fail: raise prometheus.scrapeInterval`
    })
  }
}

/** Of the time that a scrape may take. */
const SLOW_SHARE = 0.5

/** What a page prints stands in them, so that each scrape may bring another one. */
const MOST_SHOWN = 5

function firstOf(texts: readonly string[]): readonly string[] {
  const more = texts.length - MOST_SHOWN
  return more > 0 ? [...texts.slice(0, MOST_SHOWN), `and ${more} more`] : texts
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
