import { describe, expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS, type ScrapeLimits } from '../../../core/scenario/scrape-limits.ts'
import type { MetricsPage } from '../../../prometheus/scrape/fetch-page.ts'
import { ScrapeError } from '../../../prometheus/scrape/scrape-error.ts'
import { Scraper } from '../../../prometheus/scrape/scraper.ts'
import { SeriesStore } from '../../../prometheus/scrape/series-store.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const T = 1_700_000_000_000
const TARGET = {
  url: 'http://h:1/metrics',
  labels: { instance: 'h:1', job: 'model' },
  honorLabels: false,
  limits: DEFAULT_SCRAPE_LIMITS,
}
const SYNTHETIC = /^(up|scrape_\w+)$/

/** Scrapes pages one second apart; an error stands for a page that could not be had. */
async function scrapeAll(
  pages: readonly (string | MetricsPage | Error)[],
  normaliseBounds = true,
  limits: Partial<ScrapeLimits> = {},
) {
  const store = new SeriesStore({ retentionSeconds: 3600, dotAll: true })
  const clock = new VirtualClock()
  const waiting = [...pages]
  const fetchPage = async () => {
    const page = waiting.shift() ?? ''
    await clock.sleep(0.25)
    if (page instanceof Error) throw page
    return typeof page === 'string' ? { text: page, contentType: 'text/plain' } : page
  }
  const scraper = new Scraper({
    target: { ...TARGET, limits: { ...TARGET.limits, ...limits } },
    fetchPage,
    store,
    clock,
    normaliseBounds,
  })
  const scrapes = []
  for (const i of pages.keys()) {
    const scrape = scraper.scrape(T + i * 1000, 1, new AbortController().signal)
    await clock.advanceTo(i + 0.5)
    scrapes.push(await scrape)
  }
  return { store, scrapes }
}

/** What the store holds: `name{label="value"}: 1 2 stale`, the series of the scraper itself left out. */
function contents(store: SeriesStore, synthetic = false): string[] {
  return [...store.all]
    .filter(({ labels }) => SYNTHETIC.test(labels.__name__ ?? '') === synthetic)
    .map(({ labels, samples }) => {
      const { __name__, instance, job, ...rest } = labels
      expect(`${instance} ${job}`).toBe('h:1 model')
      const pairs = Object.entries(rest).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      const values = samples.map(
        ({ timestampMs, value, stale }) => `${stale ? 'stale' : value}@${(timestampMs - T) / 1e3}`,
      )
      return `${__name__}{${pairs.join()}}: ${values.join(' ')}`
    })
}

describe('Scraper', () => {
  it('stores what the pages print, with the labels of the target', async () => {
    const { store, scrapes } = await scrapeAll(['a{b="c"} 1\n', 'a{b="c"} 2\n'])
    expect(contents(store)).toEqual(['a{b="c"}: 1@0 2@1'])
    expect(scrapes[1]).toMatchObject({ durationSeconds: 0.25, error: null, problems: [] })
    expect(scrapes[1]?.samples).toEqual([
      { labels: { __name__: 'a', b: 'c', instance: 'h:1', job: 'model' }, value: 2 },
    ])
  })

  it('ends a series that is no longer printed, and lets it come back', async () => {
    const { store } = await scrapeAll(['a 1\nb 1\n', 'b 2\n', 'b 3\n', 'a 4\nb 4\n'])
    expect(contents(store)).toEqual(['a{}: 1@0 stale@1 4@3', 'b{}: 1@0 2@1 3@2 4@3'])
  })

  it.each([
    ['that failed to connect', new ScrapeError('connection refused'), 'connection refused'],
    ['with a line that is not in the format', 'a 2\nb\n', 'line 2: expected a value after the series, got "": "b"'],
  ])('ends every series after a scrape %s', async (_, failure, message) => {
    const { store, scrapes } = await scrapeAll(['a 1\nb 1\n', failure, failure, 'a 4\n'])
    expect(contents(store)).toEqual(['a{}: 1@0 stale@1 4@3', 'b{}: 1@0 stale@1'])
    expect(scrapes.map(({ error }) => error)).toEqual([null, message, message, null])
    expect(scrapes[1]?.samples).toEqual([])
  })

  it.each([
    ['more samples', { samples: 1 }, 'a page of more than 1 samples: target.metrics.sampleLimit raises the limit'],
    ['more labels', { labels: 3 }, '4 labels in a series of a: target.metrics.labelLimit allows 3'],
    [
      'a longer name of a label',
      { labelNameLength: 8 },
      'a label name of 9 bytes in a series of a: target.metrics.labelNameLengthLimit allows 8',
    ],
    [
      'a longer value of a label',
      { labelValueLength: 9 },
      'a value of 10 bytes in a series of a: target.metrics.labelValueLengthLimit allows 9',
    ],
  ])('fails a scrape that brings %s than allowed, and ends its series', async (_, limits, message) => {
    const within = 'a 1\n'
    const { store, scrapes } = await scrapeAll([within, 'a 2\na{long_name="äääää"} 1\n', within], true, limits)
    expect(scrapes.map(({ error }) => error)).toEqual([null, message, null])
    expect(contents(store)).toEqual(['a{}: 1@0 stale@1 1@2'])
  })

  it('fails once the pages have brought twice as many different series as a page may have', async () => {
    const pages = ['a{b="1"} 1\n', 'a{b="2"} 1\n', 'a{b="3"} 1\n', 'a{b="1"} 2\n']
    const { scrapes } = await scrapeAll(pages, true, { samples: 1 })
    expect(scrapes.map(({ error }) => error)).toEqual([
      null,
      null,
      'more than 2 different series since the run began, twice target.metrics.sampleLimit',
      null,
    ])
  })

  it.each([
    ['series that the page before did not have', ['a 1\nb 1\n', 'c 1\nd 1\n', 'b 2\na 2\n', 'd 2\nc 2\n']],
    ['series that one page prints twice', ['a 1\nb 1\n', 'c 1\nc 1\n', 'd 1\nd 1\n']],
  ])('counts each series once for that: %s', async (_, pages) => {
    const { scrapes } = await scrapeAll(pages, true, { samples: 2 })
    expect(scrapes.map(({ error }) => error)).toEqual(pages.map(() => null))
  })

  it('takes no places for a page that it gives up, however often it comes', async () => {
    const tooMany = 'e 1\nf 1\n'
    const { scrapes } = await scrapeAll(['a 1\nb 1\n', 'c 1\n', tooMany, tooMany, 'g 1\n'], true, { samples: 2 })
    expect(scrapes.map(({ error }) => error === null)).toEqual([true, true, false, false, true])
  })

  it('reads a page no further than the first series that is too many', async () => {
    const pages = ['a 1\nb 1\n', 'c 1\nd 1\n', 'e 1\nno value\n', 'a 2\nf 1\n']
    const { scrapes } = await scrapeAll(pages, true, { samples: 2 })
    const tooMany = 'more than 4 different series since the run began, twice target.metrics.sampleLimit'
    expect(scrapes.map(({ error }) => error)).toEqual([null, null, tooMany, tooMany])
  })

  it('allows as much as the limits say', async () => {
    const limits = { samples: 2, labels: 4, labelNameLength: 9, labelValueLength: 10 }
    const { scrapes } = await scrapeAll(['a{long_name="äääää"} 1\na 2\n'], true, limits)
    expect(scrapes[0]?.error).toBeNull()
  })

  it('stores up and its companions as Prometheus does', async () => {
    const { store } = await scrapeAll(['a 1\nb 1\n', new ScrapeError('no'), 'a 1\nb', 'b 1\nc 1\nd 1\n', 'c 1\n'])
    expect(contents(store, true)).toEqual([
      'up{}: 1@0 0@1 0@2 1@3 1@4',
      'scrape_duration_seconds{}: 0.25@0 0.25@1 0.25@2 0.25@3 0.25@4',
      'scrape_samples_scraped{}: 2@0 0@1 1@2 3@3 1@4',
      'scrape_samples_post_metric_relabeling{}: 2@0 0@1 1@2 3@3 1@4',
      'scrape_series_added{}: 2@0 0@1 0@2 3@3 0@4',
    ])
  })

  it('keeps the first sample of a series that is printed twice', async () => {
    const { store, scrapes } = await scrapeAll(['a{b="1",c="2"} 1\na{c="2",b="1"} 2\n'])
    expect(contents(store)).toEqual(['a{b="1",c="2"}: 1@0'])
    expect(scrapes[0]?.samples).toHaveLength(1)
    expect(scrapes[0]?.problems).toEqual([
      '1 series was printed twice, or again for the same instant: the first value counts',
    ])
  })

  it('merges two spellings of a bound as Prometheus 3 does and keeps both as Prometheus 2 does', async () => {
    const page = '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="1.0"} 2\n'
    expect(contents((await scrapeAll([page])).store)).toEqual(['h_bucket{le="1.0"}: 1@0'])
    expect(contents((await scrapeAll([page], false)).store)).toEqual([
      'h_bucket{le="1"}: 1@0',
      'h_bucket{le="1.0"}: 2@0',
    ])
  })

  it('takes timestamps from the page, drops those out of order or too far off, and never ends such series', async () => {
    const { store, scrapes } = await scrapeAll([
      `a 1 ${T - 500}\nold 1 ${T - 3_600_001}\nnew 1 ${T + 600_001}\n`,
      `a 2 ${T + 500}\n`,
      `a 1 ${T - 400}\n`,
      '',
    ])
    expect(contents(store)).toEqual(['a{}: 1@-0.5 2@0.5', 'old{}: ', 'new{}: '])
    expect(scrapes.map(({ problems }) => problems)).toEqual([
      ['2 samples with times too far off were dropped'],
      [],
      ['1 sample with times before the ones scraped last were dropped'],
      [],
    ])
  })

  it.each([
    [null, 'none'],
    ['application/json', 'application/json'],
  ])('reads a page of type %s and reports that Prometheus 3 refuses it', async (contentType, shown) => {
    const { store, scrapes } = await scrapeAll([{ text: 'a 1', contentType }])
    expect(contents(store)).toEqual(['a{}: 1@0'])
    expect(scrapes[0]?.problems).toEqual([
      `Prometheus 3 refuses this page for its Content-Type (${shown}): expected text/plain or application/openmetrics-text`,
    ])
  })

  it('rethrows an error that is not a failed scrape', async () => {
    const store = new SeriesStore({ retentionSeconds: 3600, dotAll: true })
    const fetchPage = async () => {
      throw new TypeError('a defect')
    }
    const scraper = new Scraper({ target: TARGET, fetchPage, store, clock: new VirtualClock(), normaliseBounds: true })
    await expect(scraper.scrape(T, 1, new AbortController().signal)).rejects.toThrow('a defect')
  })
})
