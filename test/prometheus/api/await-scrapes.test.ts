// In virtual time: a scrape every 15 seconds, which can be asked for a while later.

import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../core/clock.ts'
import { awaitScrapes, type ScrapeWatch } from '../../../prometheus/api/await-scrapes.ts'
import { QueryApiError } from '../../../prometheus/api/query-api-error.ts'
import type { Sample } from '../../../prometheus/series/series.ts'

function virtualClock(): Clock {
  let now = 0
  return {
    nowSeconds: () => now,
    sleep: async (seconds) => {
      now += seconds
    },
  }
}

type Scrape = readonly [atSeconds: number, up: number]

/** Instances with their scrapes, each visible a second after it was taken. */
function watchOf(
  clock: Clock,
  instances: readonly (readonly Scrape[])[],
  more: Partial<ScrapeWatch> = {},
): ScrapeWatch {
  const visible = (scrapes: readonly Scrape[]): Sample[] =>
    scrapes.filter(([at]) => at + 1 <= clock.nowSeconds()).map(([at, value]) => ({ timestampMs: at * 1e3, value }))
  return {
    samplesSince: async () =>
      instances.map((scrapes, i) => ({ labels: { instance: String(i) }, samples: visible(scrapes) })),
    instances: async () => instances.length,
    isSuccess: (value) => value === 1,
    longestWaitSeconds: 45,
    pollSeconds: 0.5,
    ...more,
  }
}

const over = new AbortController().signal
const everySeconds = (first: number, up = 1): Scrape[] => [0, 15, 30, 45].map((seconds) => [first + seconds, up])

describe('awaitScrapes', () => {
  it('waits for the first scrape of each instance after the instant', async () => {
    const clock = virtualClock()
    const watch = watchOf(clock, [everySeconds(2), everySeconds(9)])
    expect(await awaitScrapes(watch, 3000, clock, { over })).toEqual({ kind: 'scraped', atMs: 17_000 })
    expect(clock.nowSeconds()).toBe(18)
  })

  it('ignores a scrape whose aligned timestamp is slightly ahead', async () => {
    const clock = virtualClock()
    const watch = watchOf(clock, [everySeconds(2)])
    expect(await awaitScrapes(watch, 1998.5, clock, { over })).toMatchObject({ atMs: 17_000 })
  })

  it('ignores failed scrapes', async () => {
    const clock = virtualClock()
    const watch = watchOf(clock, [
      [
        [5, 0],
        [20, 1],
      ],
    ])
    expect(await awaitScrapes(watch, 1000, clock, { over })).toMatchObject({ kind: 'scraped', atMs: 20_000 })
  })

  it('returns at once where there is no instance yet', async () => {
    const clock = virtualClock()
    expect(await awaitScrapes(watchOf(clock, []), 1000, clock, { over })).toEqual({ kind: 'scraped', atMs: 1000 })
  })

  it('does not wait for an instance that disappeared', async () => {
    const clock = virtualClock()
    const watch = watchOf(clock, [everySeconds(2), []], { instances: async () => (clock.nowSeconds() > 20 ? 1 : 2) })
    expect(await awaitScrapes(watch, 3000, clock, { over })).toMatchObject({ kind: 'scraped', atMs: 17_000 })
  })

  it('gives up after the longest wait, and reports how many were scraped', async () => {
    const clock = virtualClock()
    const watch = watchOf(clock, [everySeconds(2), everySeconds(2, 0)])
    const reason = '1 of 2 instances were scraped within 45s'
    expect(await awaitScrapes(watch, 3000, clock, { over })).toEqual({ kind: 'late', reason })
    expect(clock.nowSeconds()).toBe(45)
  })

  it('gives up sooner once the run is interrupted', async () => {
    const clock = virtualClock()
    const interrupted = AbortSignal.abort()
    await awaitScrapes(watchOf(clock, [[]]), 0, clock, { over, interrupted })
    expect(clock.nowSeconds()).toBe(5)
  })

  it('retries while Prometheus does not answer, and reports if it never does', async () => {
    const clock = virtualClock()
    const refuse = () => Promise.reject(new QueryApiError('unreachable', 'connection refused'))
    const watch = watchOf(clock, [everySeconds(2)])
    const shaky = { ...watch, instances: () => (clock.nowSeconds() < 10 ? refuse() : watch.instances()) }
    expect(await awaitScrapes(shaky, 3000, clock, { over })).toMatchObject({ kind: 'scraped', atMs: 17_000 })
    expect(await awaitScrapes({ ...watch, instances: refuse }, 3000, virtualClock(), { over })).toEqual({
      kind: 'late',
      reason: 'Prometheus could not be queried: connection refused',
    })
  })
})
