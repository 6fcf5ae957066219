// One run against the real Prometheus and Alertmanager, and a second monitor that queries the same Prometheus as a
// remote one. The metrics pages are filled by hand: what happens when is known.

import { setTimeout as delay } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../core/clock.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { openLocalMonitor } from '../../../prometheus/local/local-monitor.ts'
import { openRemoteMonitor } from '../../../prometheus/remote/remote-monitor.ts'
import { describeReal } from '../../support/real-programs.ts'
import { type MetricsPage, startMetricsPage } from './metrics-page.ts'

/** On a busy machine a scrape takes a while, and may take no longer than this. */
const INTERVAL_SECONDS = 0.4

/** More than is evaluated here; a real Prometheus counts no parentheses. */
function nested(expression: string): string {
  return '('.repeat(600) + expression + ')'.repeat(600)
}

const RULES = `
groups:
  - name: latency
    rules:
      - record: latency:p95
        expr: histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[2s])))
      - alert: Slow
        expr: latency:p95 > 0.3
        for: 1s
        labels: { severity: page }
  - name: another
    rules:
      - alert: NeverSlow
        expr: histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[2s]))) > 100
  - name: more of PromQL than is evaluated here
    rules:
      - alert: Nested
        expr: ${nested('histogram_quantile(0.95, rate(model_latency_seconds_bucket[2s])) > 100')}
      - alert: Nowhere
        expr: ${nested('rate(nowhere_total[2s]) > 100')}
`

const UNSERVED = `
groups:
  - name: elsewhere
    rules:
      - alert: SlowElsewhere
        expr: histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[2s]))) > 0.3
        for: 1s
      - alert: Slow
        expr: latency:p95 > 7
        for: 1s
`

const shared = {
  histogram: 'model_latency_seconds',
  match: '',
  scrapeIntervalSeconds: INTERVAL_SECONDS,
  evaluationIntervalSeconds: INTERVAL_SECONDS,
  fallbackQuantile: 0.95,
  watchedAlerts: [],
  verifyTls: true,
  clock: systemClock,
  environment: process.env,
}

describeReal('a run with a real Prometheus', ['prometheus', 'alertmanager'], () => {
  let local: PrometheusRecord
  let remote: PrometheusRecord
  let elsewhere: PrometheusRecord
  let alertWhileFiring: string | undefined
  /** So many slow ones on each page: until the alert is seen to fire. */
  let slow = 0

  beforeAll(async () => {
    const pages = await Promise.all([startMetricsPage(), startMetricsPage()])
    // No such file exists: Prometheus is given the text that was parsed, whatever the name holds.
    const ruleFile = parseRuleFile(RULES, 'a name with [wildcards]*.yml')
    const endpoints = pages.map(({ url }) => url)
    const monitor = await openLocalMonitor({ ...shared, endpoints, ruleFile })
    try {
      const others = await Promise.all([
        openRemoteMonitor({ ...shared, endpoints, url: monitor.url, ruleFile }),
        openRemoteMonitor({
          ...shared,
          endpoints,
          url: `${monitor.url}/`,
          ruleFile: parseRuleFile(UNSERVED, 'other.rules.yml'),
        }),
      ])
      const all = [monitor, ...others]
      await observe(pages, 5, 0.05)
      await Promise.all(all.map((one) => one.scrapeNow()))
      const [zero, startedAt] = [systemClock.nowSeconds(), Date.now()]
      for (const one of all) one.start(zero, startedAt)

      await observe(pages, 60, 0.05)
      while (slow < 125 || (slow < 600 && monitor.current().alerts.Slow !== 'firing'))
        slow += await observe(pages, 1, 0.4)
      alertWhileFiring = monitor.current().alerts.Slow
      // Nothing is lost with the restart.
      await pages[1].scrapedByPrometheus()
      pages[1].restart()
      await observe(pages, 175, 0.05)

      await Promise.all(all.map((one) => one.scrapeNow()))
      ;[remote, elsewhere] = await Promise.all([others[0].finish(), others[1].finish()])
      await Promise.all(others.map((other) => other.stop()))
      local = await monitor.finish()
    } finally {
      await monitor.stop()
      await Promise.all(pages.map((page) => page.close()))
    }
  }, 60_000)

  const statesOf = (record: PrometheusRecord, alert: string) =>
    record.alerts.find(({ name }) => name === alert)?.transitions ?? []
  const instantOf = (state: string) =>
    statesOf(local, 'Slow').find((transition) => transition.state === state)?.at ?? Number.NaN

  describe('that was started for the run', () => {
    it('names the programs and their versions', () => {
      expect(local.source).toMatch(/^Prometheus \d+\.\d+\.\d+/)
      expect(local.notifier).toMatch(/^Alertmanager \d+\.\d+\.\d+/)
    })

    it('sees the alert go from inactive to pending, firing and resolved', () => {
      expect(statesOf(local, 'Slow').map(({ state }) => state)).toEqual(['inactive', 'pending', 'firing', 'inactive'])
      expect(statesOf(local, 'NeverSlow').map(({ state }) => state)).toEqual(['inactive'])
      expect(instantOf('firing') - instantOf('pending')).toBeGreaterThan(1 - 1e-6)
      expect(alertWhileFiring).toBe('firing')
    })

    it('keeps the value that the rule saw at each transition', () => {
      const [inactive, pending, firing] = statesOf(local, 'Slow')
      expect(inactive?.value).toBeNull()
      expect(pending?.value).toBeGreaterThan(0.3)
      expect(firing?.value).toBeLessThanOrEqual(0.5)
    })

    it('describes the quantile that a rule watches, whoever evaluates it', () => {
      const watches = (record: PrometheusRecord, alert: string) =>
        record.alerts.find(({ name }) => name === alert)?.watches
      for (const [record, alert] of [
        [local, 'NeverSlow'],
        [remote, 'NeverSlow'],
        [elsewhere, 'SlowElsewhere'],
      ] as const)
        expect(watches(record, alert)).toMatchObject({ quantile: 0.95, rangeSeconds: 2, comparison: { operator: '>' } })
    })

    it('compares every transition with the embedded control', () => {
      expect(local.agreement).toMatchObject({ control: 'embedded', toleranceSeconds: INTERVAL_SECONDS })
      expect(local.agreement?.transitions.map(({ state }) => state)).toEqual(['pending', 'firing', 'inactive'])
      // Within one interval on an idle machine; a busy one is late with scrapes of a fifth of a second.
      for (const { differenceSeconds } of local.agreement?.transitions ?? [])
        expect(Math.abs(differenceSeconds ?? Number.NaN)).toBeLessThan(1.5)
    })

    it('asks the server what a condition had to go on that is not evaluated here', () => {
      const evidenceOf = (record: PrometheusRecord, alert: string) =>
        record.alerts.find(({ name }) => name === alert)?.evidence
      for (const record of [local, remote]) {
        expect(evidenceOf(record, 'Nested')?.changes.some(({ lacks }) => lacks.length === 0)).toBe(true)
        const nowhere = evidenceOf(record, 'Nowhere')
        const lack = { kind: 'noSeries', selector: 'nowhere_total', recordedAs: null }
        expect(nowhere?.changes.map(({ lacks }) => lacks)).toEqual([[lack]])
        expect(nowhere?.missed).toMatchObject([{ selector: 'nowhere_total', instead: { kind: 'noMetric' } }])
      }
    })

    it('checks the rules with the series that it has, as embedded does with those of the pages', () => {
      expect(local.rules).toMatchObject([
        {
          rule: 'NeverSlow',
          severity: 'error',
          neverFires: true,
          message: expect.stringContaining('> 100s can never hold: the largest finite bound of model_latency_seconds'),
        },
      ])
      expect(remote.rules).toEqual(local.rules)
    })

    it('receives the notifications firing and resolved soon after the evaluation', () => {
      expect(local.notifications?.map(({ alert, status }) => [alert, status])).toEqual([
        ['Slow', 'firing'],
        ['Slow', 'resolved'],
      ])
      for (const { delaySeconds } of local.notifications ?? []) {
        expect(delaySeconds).toBeGreaterThan(0)
        expect(delaySeconds).toBeLessThan(10)
      }
    })

    it('counts every observation between baseline and final scrape, of both instances, over a restart', () => {
      const [fast, all] = [2 * (60 + 175), 2 * (60 + 175 + slow)]
      expect(local.total?.count).toBe(all)
      expect(local.total?.buckets.map(({ cumulativeCount }) => cumulativeCount)).toEqual([
        fast,
        fast,
        all,
        all,
        all,
        all,
        all,
        all,
      ])
      expect(local.resets).toBe(1)
      expect(local.snapshots[0]?.snapshot.count).toBe(2 * 5)
      expect(local.problems).toContainEqual(expect.stringContaining('counters were reset once (a restart)'))
    })

    it('keeps the estimate at each evaluation', () => {
      const before = local.estimates.filter(({ atSeconds }) => atSeconds < instantOf('pending')).slice(1, 3)
      const during = local.estimates.filter(({ atSeconds }) => atSeconds === instantOf('firing'))
      expect(before.map(({ value }) => value)).toEqual(before.map(() => expect.closeTo(0.095, 9)))
      expect(during).toMatchObject([{ value: expect.closeTo(statesOf(local, 'Slow')[2]?.value ?? Number.NaN, 1) }])
      expect(local.estimate).toMatchObject({ quantile: 0.95, rangeSeconds: 2 })
    })

    it('keeps the scrapes, and what was scraped as OpenMetrics text', () => {
      expect(local.scrapes.filter(({ error }) => error === null).length).toBeGreaterThan(2 * 12)
      expect(new Set(local.scrapes.map(({ instance }) => instance)).size).toBe(2)
      expect(local.openMetrics).toContain('# TYPE model_latency_seconds histogram\n')
      expect(local.openMetrics).not.toContain('ALERTS')
      expect(local.openMetrics).not.toContain('latency:p95')
    })
  })

  describe('that exists already', () => {
    it('names the server and its address', () => {
      expect(remote.source).toMatch(/^Prometheus \d+\.\d+\.\d+\S* at http:\/\/127\.0\.0\.1:\d+$/)
    })

    it('measures the scrape interval', () => {
      expect(remote.scrapeIntervalSeconds).toBeCloseTo(INTERVAL_SECONDS, 1)
    })

    it('counts the same observations', () => {
      expect(remote.total).toEqual(local.total)
      expect(remote.resets).toBe(1)
    })

    it('sees the same transitions at the same evaluations', () => {
      for (const alert of ['Slow', 'NeverSlow'])
        expect(statesOf(remote, alert).slice(1)).toEqual(statesOf(local, alert).slice(1))
      expect(statesOf(remote, 'Slow')[0]?.at).toBeCloseTo(statesOf(local, 'Slow')[0]?.at ?? Number.NaN, 1)
    })

    it('sees the same estimates', () => {
      const bySecond = new Map(local.estimates.map(({ atSeconds, value }) => [atSeconds, value]))
      const common = remote.estimates.filter(({ atSeconds }) => bySecond.has(atSeconds))
      expect(common.length).toBeGreaterThan(10)
      expect(common.map(({ value }) => value)).toEqual(common.map(({ atSeconds }) => bySecond.get(atSeconds)))
    })

    it('has no notifications and no control', () => {
      expect(remote).not.toHaveProperty('notifications')
      expect(remote).not.toHaveProperty('agreement')
    })
  })

  describe('that exists already and does not evaluate the rule', () => {
    it('is replaced by an evaluation here, which is reported', () => {
      const replayed = statesOf(elsewhere, 'SlowElsewhere')
      expect(replayed.map(({ state }) => state)).toEqual(['inactive', 'pending', 'firing', 'inactive'])
      statesOf(local, 'Slow').forEach(({ at }, i) => {
        // A busy machine misses evaluations; asked afterwards, none is missed.
        expect(Math.abs(at - (replayed[i]?.at ?? Number.NaN))).toBeLessThan(1.5)
      })
      expect(elsewhere.problems).toContainEqual(
        'other.rules.yml:5 SlowElsewhere: the server does not evaluate this rule; its expression was queried every 400ms of the run, and the alert states were derived here as Prometheus does',
      )
    })

    it('is followed where it has another rule of that name, which is reported', () => {
      expect(statesOf(elsewhere, 'Slow').slice(1)).toEqual(statesOf(local, 'Slow').slice(1))
      expect(elsewhere.alerts.find(({ name }) => name === 'Slow')?.expression).toBe('latency:p95 > 0.3')
      expect(elsewhere.problems).toContainEqual(
        'other.rules.yml:8 Slow: the server evaluates another rule of this name, which counts: latency:p95 > 0.3, for 1s',
      )
    })
  })
})

/** So many of that length on each page, one every 20 ms. */
async function observe(pages: readonly MetricsPage[], times: number, seconds: number): Promise<number> {
  for (let i = 0; i < times; i++) {
    for (const page of pages) page.observe(seconds)
    await delay(20)
  }
  return times
}
