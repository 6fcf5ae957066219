import { describe, expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import { ScrapeProblems } from '../../../prometheus/embedded/scrape-problems.ts'
import type { Scrape } from '../../../prometheus/scrape/scraper.ts'

function scrape(others: Partial<Scrape> = {}, instance = 'h:1'): Scrape {
  return {
    target: { url: 'http://h:1', labels: { instance, job: 'j' }, honorLabels: false, limits: DEFAULT_SCRAPE_LIMITS },
    timestampMs: 0,
    durationSeconds: 0.01,
    timeoutSeconds: 1,
    error: null,
    failure: null,
    samples: [],
    page: null,
    problems: [],
    ...others,
  }
}

function sentencesOf(...scrapes: readonly Scrape[]): string[] {
  const problems = new ScrapeProblems()
  for (const each of scrapes) problems.add(each)
  return problems.sentences()
}

describe('ScrapeProblems', () => {
  it('says nothing of scrapes that succeed in half of their time', () => {
    expect(sentencesOf(scrape(), scrape({ durationSeconds: 0.5 }))).toEqual([])
  })

  it('names slow scrapes with their durations, before they begin to fail', () => {
    const slow = [0.9, 0.6, 0.7].map((durationSeconds) => scrape({ durationSeconds }))
    expect(sentencesOf(scrape(), ...slow, scrape({ durationSeconds: 0.9 }, 'h:2'))).toEqual([
      '3 of 4 scrapes of h:1 took more than half of the time that a scrape may take: 700ms in the middle, 900ms at most. The page is slow, and longer ones would fail: raise prometheus.scrapeInterval',
      '1 of 1 scrapes of h:2 took more than half of the time that a scrape may take: 900ms in the middle, 900ms at most. The page is slow, and longer ones would fail: raise prometheus.scrapeInterval',
    ])
  })

  it('tells a page that does not come in time from an endpoint that is down', () => {
    const late = scrape({ error: 'took longer than 1s', failure: 'timeout', durationSeconds: 1 })
    const down = scrape({ error: 'connection refused', failure: 'unreachable' })
    expect(sentencesOf(late, down, late)).toEqual([
      '3 of 3 scrapes of h:1 failed: took longer than 1s (2), connection refused (1)',
    ])
  })
})
