import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import { packageRoot } from '../../../core/compiled-entry.ts'
import { UserError } from '../../../core/user-error.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import {
  EmbeddedMonitor,
  type EmbeddedMonitorOptions,
  openEmbeddedMonitor,
} from '../../../prometheus/embedded/embedded-monitor.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'
import type { FetchPage } from '../../../prometheus/scrape/fetch-page.ts'
import { ScrapeError } from '../../../prometheus/scrape/scrape-error.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

const T = 1_700_000_000_000
const ruleFileText = readFileSync(join(packageRoot, 'prometheus/rules/latency.rules.yml'), 'utf8')
const labRules = parseRuleFile(ruleFileText, 'latency.rules.yml')

const OPTIONS: EmbeddedMonitorOptions = {
  endpoints: ['http://127.0.0.1:8000/metrics'],
  histogram: 'model_latency_seconds',
  match: '',
  ruleFile: null,
  scrapeIntervalSeconds: 1,
  evaluationIntervalSeconds: 1,
  fallbackQuantile: 0.95,
  watchedAlerts: [],
  verifyTls: true,
  environment: {},
  clock: systemClock,
}

/** A page with so many observations at or below 0.3 s, and so many above 2 s. */
function pageOf(fast: number, slow: number): string {
  const bucket = (le: string, count: number) => `model_latency_seconds_bucket{le="${le}"} ${count}\n`
  const finite = ['0.3', '1', '2'].map((le) => bucket(le, fast)).join('')
  const all = bucket('5', fast + slow) + bucket('+Inf', fast + slow)
  const sum = fast * 0.25 + slow * 2.001
  return `# TYPE model_latency_seconds histogram\n${finite}${all}model_latency_seconds_sum ${sum}\nmodel_latency_seconds_count ${fast + slow}\n`
}

/** A monitor in virtual time, whose run starts at second 100 of the clock. */
function virtualMonitor(
  page: (second: number) => string | Promise<string>,
  options: Partial<EmbeddedMonitorOptions> = {},
) {
  const clock = new VirtualClock(100)
  const fetchPage = async () => ({ text: await page(clock.nowSeconds() - 100), contentType: 'text/plain' })
  const pageFetcher = { fetchPage, close: async () => {} }
  const monitor = new EmbeddedMonitor({ ...OPTIONS, clock, pageFetcher, ...options })
  return { monitor, clock, until: (second: number) => clock.advanceTo(100 + second) }
}

describe("the lab's alert over an incident", () => {
  // 20 requests a second, all of them slow from second 60 to second 100. An evaluation at k + 0.1 s sees the scrapes
  // from k − 59 to k, so 59 seconds' worth of requests. The P95 is above 1 s where more than 5% of those are slow:
  //   after the third slow second (3/59 = 5.08%): pending at 63.1, and 30 s later firing
  //   until only two slow seconds are left, 98 seconds after the second one from the end: inactive at 157.1
  const incident = (second: number) => {
    const slowSeconds = Math.min(40, Math.max(0, Math.floor(second) - 60))
    return pageOf(10_000 + 20 * (Math.floor(second) - slowSeconds), 10_000 + 20 * slowSeconds)
  }

  it('turns pending, fires and resolves when Prometheus would', async () => {
    const { monitor, until } = virtualMonitor(incident, {
      ruleFile: labRules,
      watchedAlerts: ['HighLatency95thPercentile'],
    })
    monitor.start(100, T)
    await monitor.scrapeNow()
    await until(62.9)
    expect(monitor.current()).toEqual({
      estimate: expect.closeTo(0.95 * 0.3 * (59 / 57), 1e-9),
      alerts: { HighLatency95thPercentile: 'inactive' },
    })
    await until(93)
    expect(monitor.current().alerts).toEqual({ HighLatency95thPercentile: 'pending' })
    await until(180.5)
    const finished = monitor.finish()
    await until(181)
    const { alerts, estimates, estimate, total, uncounted, resets, problems } = await finished
    expect(alerts).toEqual([
      {
        name: 'HighLatency95thPercentile',
        expression: 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m])) > 1',
        forSeconds: 30,
        keepFiringForSeconds: 0,
        watches: {
          expression: 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m]))',
          quantile: 0.95,
          metric: 'model_latency_seconds_bucket',
          rangeSeconds: 60,
          comparison: { operator: '>', threshold: 1, role: 'whole' },
        },
        transitions: [
          { at: 0.1, state: 'inactive', value: null },
          // Rank 0.95 · 1180 = 1121, 1120 requests below: the first of the 60 in the bucket (2, 5].
          { at: 63.1, state: 'pending', value: expect.closeTo(2 + (3 * 1) / 60, 9) },
          // 33 slow seconds of 59: (1121 − 520) of the 660 in the bucket.
          { at: 93.1, state: 'firing', value: expect.closeTo(2 + (3 * 601) / 660, 9) },
          { at: 157.1, state: 'inactive', value: null },
        ],
        evidence: {
          changes: [
            { at: 0.1, lacks: [{ kind: 'tooFewSamples', selector: 'model_latency_seconds_bucket', recordedAs: null }] },
            { at: 1.1, lacks: [] },
          ],
          untilSeconds: 180.1,
          missed: [{ selector: 'model_latency_seconds_bucket', instead: { kind: 'sometimes' } }],
          absentNumerators: [],
          stoodIn: [],
        },
      },
    ])
    expect(estimate).toEqual({
      expression: 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m]))',
      quantile: 0.95,
      rangeSeconds: 60,
    })
    expect(estimates).toHaveLength(181)
    expect(estimates[0]).toEqual({ atSeconds: 0.1, value: null })
    expect(estimates[40]).toEqual({ atSeconds: 40.1, value: expect.closeTo(0.285, 9) })
    expect(estimates.at(-1)).toEqual({ atSeconds: 180.1, value: expect.closeTo(0.285, 9) })
    // No final scrape was asked for.
    expect({ total, uncounted, resets, problems }).toEqual({
      total: null,
      uncounted: { kind: 'noFinalScrape', failure: null },
      resets: 0,
      problems: [],
    })
  })
})

describe('the requests that have matchers of their own', () => {
  /** Three times as many of browse as of checkout; nothing of checkout is printed before second 2. */
  const shop = (second: number) => {
    const series = (route: string, count: number) => {
      const labels = `route="${route}"`
      return `h_bucket{${labels},le="1"} ${count}\nh_bucket{${labels},le="+Inf"} ${count}\nh_sum{${labels}} ${count}\nh_count{${labels}} ${count}\n`
    }
    const due = Math.floor(second)
    return `# TYPE h histogram\n${series('/browse', 3 * due)}${due < 2 ? '' : series('/checkout', due)}`
  }

  it('are counted each by itself, and all together', async () => {
    const { monitor, until } = virtualMonitor(shop, {
      histogram: 'h',
      match: '{job="model-server"}',
      routes: ['{route="/browse"}', '{route="/checkout"}', '{route=~"/b.*"}', '{route="/refund"}'],
    })
    monitor.start(100, T)
    await monitor.scrapeNow()
    await until(4.5)
    await monitor.scrapeNow()
    const finished = monitor.finish()
    await until(5)
    const { total, routes } = await finished
    expect(total?.count).toBe(16)
    expect(
      routes?.map((route) => [route.match, route.total?.count, route.uncounted?.kind, route.overlaps?.[0]?.match]),
    ).toEqual([
      ['{route="/browse"}', 12, undefined, '{route=~"/b.*"}'],
      ['{route="/checkout"}', 4, undefined, undefined],
      ['{route=~"/b.*"}', 12, undefined, '{route="/browse"}'],
      ['{route="/refund"}', undefined, 'noMatch', undefined],
    ])
  })

  it('are none where no request has matchers', async () => {
    const { monitor, until } = virtualMonitor(shop, { histogram: 'h' })
    monitor.start(100, T)
    await until(1.5)
    const finished = monitor.finish()
    await until(2)
    expect((await finished).routes).toBeUndefined()
  })
})

describe('the grids of scrapes and evaluations', () => {
  it('scrape at every tick, and evaluate every scrape at the next evaluation', async () => {
    const { monitor, until } = virtualMonitor((second) => pageOf(Math.floor(second) * 10, 0))
    monitor.start(100, T)
    await until(3.5)
    const finished = monitor.finish()
    await until(4)
    const { scrapes, estimates } = await finished
    expect(scrapes.map(({ atSeconds }) => atSeconds)).toEqual([0, 1, 2, 3])
    expect(estimates.map(({ atSeconds }) => atSeconds)).toEqual([0.1, 1.1, 2.1, 3.1])
    expect(estimates.map(({ value }) => value)).toEqual([
      null,
      expect.closeTo(0.285),
      expect.closeTo(0.285),
      expect.closeTo(0.285),
    ])
  })

  it('continue after scrapes that take longer than their interval, and count the missed ones', async () => {
    const { monitor, clock, until } = virtualMonitor(async (second) => {
      if (second === 2) await clock.sleep(2.5)
      return pageOf(10, 0)
    })
    monitor.start(100, T)
    await until(6.5)
    const finished = monitor.finish()
    await until(7)
    const { scrapes, estimates, problems } = await finished
    expect(scrapes.map(({ atSeconds, durationSeconds }) => [atSeconds, durationSeconds])).toEqual([
      [0, 0],
      [1, 0],
      [2, 2.5],
      [4.5, 0],
      [5, 0],
      [6, 0],
    ])
    // The evaluation of 2.1 waited for the scrape; that of 3.1 was skipped, that of 4.1 made up for at once.
    expect(estimates.map(({ atSeconds }) => atSeconds)).toEqual([0.1, 1.1, 2.1, 4.1, 5.1, 6.1])
    expect(problems).toContain('missed scrapes, because the scrapes before them took too long: 1')
  })

  it('evaluate a group at its own interval', async () => {
    const ruleFile = parseRuleFile(
      'groups: [{ name: g, interval: 5s, rules: [{ alert: Always, expr: "1", for: 10s }] }]',
      'a.yml',
    )
    const { monitor, until } = virtualMonitor(() => pageOf(1, 0), { ruleFile })
    monitor.start(100, T)
    await until(12.5)
    const finished = monitor.finish()
    await until(13)
    const { alerts, estimates } = await finished
    expect(alerts[0]?.transitions.map(({ at, state }) => `${state} at ${at}`)).toEqual([
      'pending at 0.1',
      'firing at 10.1',
    ])
    expect(estimates).toHaveLength(13)
  })

  it('leave the scrapes on demand to the counting: no rule and no estimate reads them', async () => {
    const { monitor, until } = virtualMonitor((second) => pageOf(Math.floor(second * 10), 0))
    monitor.start(100, T)
    await monitor.scrapeNow()
    await until(2.5)
    await monitor.scrapeNow()
    const finished = monitor.finish()
    await until(3)
    const { scrapes, snapshots, total, estimates, openMetrics, countedOpenMetrics } = await finished
    expect(scrapes.map(({ atSeconds }) => atSeconds)).toEqual([0, 0.001, 1, 2, 2.501])
    expect(snapshots.map(({ atSeconds, snapshot }) => [atSeconds, snapshot.count])).toEqual([
      [0.001, 0],
      [1, 10],
      [2, 20],
      [2.501, 25],
    ])
    expect(total?.count).toBe(25)
    expect(estimates.map(({ atSeconds }) => atSeconds)).toEqual([0.1, 1.1, 2.1])
    const timestampsIn = (text: string | undefined) =>
      [...(text ?? '').matchAll(/^model_latency_seconds_count\{[^}]*\} \S+ (\S+)$/gm)].map(
        ([, at]) => Number(at) - T / 1e3,
      )
    expect(timestampsIn(openMetrics)).toEqual([0, 1, 2])
    expect(timestampsIn(countedOpenMetrics)).toEqual([expect.closeTo(0.001, 4), expect.closeTo(2.501, 4)])
  })
})

describe('the record of the embedded monitor', () => {
  it('contains everything scraped, as OpenMetrics text', async () => {
    const { monitor, until } = virtualMonitor(() => pageOf(1, 2), { ruleFile: labRules })
    monitor.start(100, T)
    await until(1.5)
    const finished = monitor.finish()
    await until(2)
    const { openMetrics } = await finished
    const { samples, families } = parseExposition(openMetrics, 'application/openmetrics-text')
    expect(samples.filter(({ labels }) => labels.le === '5.0')).toEqual([
      {
        labels: {
          __name__: 'model_latency_seconds_bucket',
          instance: '127.0.0.1:8000',
          job: 'model-server',
          le: '5.0',
        },
        value: 3,
        timestampMs: T,
      },
      {
        labels: {
          __name__: 'model_latency_seconds_bucket',
          instance: '127.0.0.1:8000',
          job: 'model-server',
          le: '5.0',
        },
        value: 3,
        timestampMs: T + 1000,
      },
    ])
    expect(families.get('model_latency_seconds')?.type).toBe('histogram')
    expect(samples.some(({ labels }) => labels.__name__ === 'up')).toBe(true)
  })

  it('reports rules that could not be evaluated and templates that were not rendered', async () => {
    const ruleFile = parseRuleFile(
      'groups: [{ name: g, rules: [{ alert: A, expr: up * on () up, labels: { b: "{{ printf `%.2f` $value }}" } }] }]',
      'a.yml',
    )
    const { monitor, until } = virtualMonitor(() => pageOf(1, 0), {
      ruleFile,
      endpoints: ['http://127.0.0.1:8000/metrics', 'http://127.0.0.1:8001/metrics'],
    })
    monitor.start(100, T)
    await until(0.5)
    const finished = monitor.finish()
    await until(1)
    const { problems } = await finished
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yml:1 A could not be evaluated: .* \(once\)$/),
      'a.yml:1 labels.b: the template is left as it is written',
    ])
  })
})

describe('the embedded monitor with real endpoints', () => {
  const cleanUps: (() => unknown)[] = []
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp()
  })

  async function serve(page: () => { status?: number; text: string }) {
    const server = createServer((_, response) => {
      const { status = 200, text } = page()
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`
  }

  /** The interval is so long that only on-demand scrapes follow the one at the start. */
  function monitorOf(endpoints: readonly string[], options: Partial<EmbeddedMonitorOptions> = {}): EmbeddedMonitor {
    const monitor = new EmbeddedMonitor({
      ...OPTIONS,
      endpoints,
      scrapeIntervalSeconds: 3600,
      evaluationIntervalSeconds: 3600,
      ...options,
    })
    cleanUps.push(() => monitor.stop())
    return monitor
  }

  it('sums two endpoints and adjusts for a restart of one of them', async () => {
    let first = pageOf(100, 10)
    let second = { status: 200, text: pageOf(5, 0) }
    const monitor = monitorOf([await serve(() => ({ text: first })), await serve(() => second)])
    await monitor.probe()
    monitor.start(systemClock.nowSeconds(), Date.now())
    await monitor.scrapeNow()
    first = pageOf(140, 12)
    second = { status: 200, text: pageOf(8, 1) }
    await monitor.scrapeNow()
    second = { status: 500, text: 'starting' }
    await monitor.scrapeNow()
    first = pageOf(150, 13)
    second = { status: 200, text: pageOf(2, 1) }
    await monitor.scrapeNow()
    const { total, resets, scrapes, problems, source, metric } = await monitor.finish()
    // First: 50 fast, 3 slow. Second: 3 fast and 1 slow before its restart, 2 fast and 1 slow since.
    expect(total).toMatchObject({ count: 60, sum: expect.closeTo(55 * 0.25 + 5 * 2.001, 9) })
    expect(total?.buckets.map(({ cumulativeCount }) => cumulativeCount)).toEqual([55, 55, 55, 60, 60])
    expect(resets).toBe(1)
    // A failed scrape is repeated for a while: how often depends on how busy the machine is.
    const failed = scrapes.filter(({ error }) => error !== null)
    expect(failed.length).toBeGreaterThanOrEqual(1)
    expect(new Set(failed.map(({ error }) => error))).toEqual(new Set(['HTTP status 500']))
    expect(problems).toHaveLength(2)
    expect(problems[1]).toMatch(
      new RegExp(`^${failed.length} of \\d+ scrapes of 127\\.0\\.0\\.1:\\d+ failed: HTTP status 500$`),
    )
    expect({ source, metric }).toEqual({ source: 'embedded', metric: 'model_latency_seconds' })
  })

  it('has no total where the service has exited at the end', async () => {
    let status = 200
    const monitor = monitorOf([await serve(() => ({ status, text: pageOf(1, 0) }))])
    monitor.start(systemClock.nowSeconds(), Date.now())
    await monitor.scrapeNow()
    status = 503
    await monitor.scrapeNow()
    const { total, uncounted } = await monitor.finish()
    expect(total).toBeNull()
    expect(uncounted).toEqual({
      kind: 'noFinalScrape',
      failure: expect.stringMatching(/^127\.0\.0\.1:\d+: HTTP status 503$/),
    })
  })

  it.each([
    ['an endpoint where nobody listens', undefined, 'got connection refused'],
    ['a page that is not a metrics page', '<html>', 'got a page of HTML: a login or an error page perhaps'],
    [
      'a histogram that is spelled otherwise',
      '# TYPE model_latency_second histogram\n',
      'expected a histogram named model_latency_seconds, got none (did you mean model_latency_second?)',
    ],
  ])('is not opened for %s', async (_, text, message) => {
    const url = text === undefined ? 'http://127.0.0.1:9/metrics' : await serve(() => ({ text }))
    const opening = openEmbeddedMonitor({ ...OPTIONS, endpoints: [url] })
    await expect(opening).rejects.toThrow(UserError)
    await expect(opening).rejects.toThrow(message)
  })

  it('accepts a labelled histogram without observations at the start, and reports it at the end', async () => {
    const monitor = monitorOf([await serve(() => ({ text: '# TYPE db_seconds histogram\nup_to_now 1\n' }))])
    await monitor.probe()
    monitor.start(systemClock.nowSeconds(), Date.now())
    await monitor.scrapeNow()
    await monitor.scrapeNow()
    expect(monitor.lookAgain()).toEqual([
      'requests were answered, and no histogram named model_latency_seconds is printed yet; printed are: db_seconds',
    ])
    const { total, uncounted } = await monitor.finish()
    expect([total, uncounted]).toEqual([null, { kind: 'neverPrinted', printed: ['db_seconds'] }])
  })

  it('stops at once, even while a request hangs', async () => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const monitor = monitorOf([`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`])
    monitor.start(systemClock.nowSeconds(), Date.now())
    const scraping = monitor.scrapeNow()
    monitor.stop()
    await scraping
    expect((await monitor.finish()).scrapes).toEqual([])
  })
})

describe('the embedded monitor rejects wrong use', () => {
  it.each([
    [
      'an endpoint that is no URL',
      { endpoints: ['127.0.0.1:8000'] },
      'metrics: expected an http or https URL, got "127.0.0.1:8000"',
    ],
    ['matchers that cannot be read', { match: '{route=' }, 'metrics.match: expected matchers in braces'],
  ])('rejects %s', (_, options, message) => {
    expect(() => new EmbeddedMonitor({ ...OPTIONS, ...options })).toThrow(UserError)
    expect(() => new EmbeddedMonitor({ ...OPTIONS, ...options })).toThrow(message)
  })

  it('rejects to scrape or to finish before it was started, and to start twice', async () => {
    const { monitor } = virtualMonitor(() => Promise.reject(new ScrapeError('none')))
    await expect(monitor.scrapeNow()).rejects.toThrow(RangeError)
    await expect(monitor.finish()).rejects.toThrow(RangeError)
    monitor.start(100, T)
    expect(() => monitor.start(100, T)).toThrow(RangeError)
    monitor.stop()
  })
})

describe('several instances behind one name', () => {
  it('are each scraped at their address, and counted together', async () => {
    const clock = new VirtualClock(100)
    const asked: string[] = []
    const fetchPage: FetchPage = async (url, _timeout, _signal, via) => {
      const second = Math.floor(clock.nowSeconds() - 100)
      asked.push(`${via?.address} ${url}`)
      return { text: pageOf(via?.address === '10.0.0.1' ? second : 10 * second, 0), contentType: 'text/plain' }
    }
    const url = 'http://shop.test:9100/metrics'
    const monitor = new EmbeddedMonitor({
      ...OPTIONS,
      clock,
      endpoints: [url, url],
      vias: [{ address: '10.0.0.1' }, { address: '10.0.0.2' }],
      pageFetcher: { fetchPage, close: async () => {} },
    })
    monitor.start(100, T)
    await monitor.scrapeNow()
    await clock.advanceTo(105.5)
    await monitor.scrapeNow()
    const finished = monitor.finish()
    await clock.advanceTo(106)
    const { total, scrapes } = await finished
    expect(total?.count).toBe(55)
    expect(new Set(scrapes.map(({ instance }) => instance))).toEqual(new Set(['10.0.0.1:9100', '10.0.0.2:9100']))
    expect(new Set(asked)).toEqual(new Set([`10.0.0.1 ${url}`, `10.0.0.2 ${url}`]))
  })
})
