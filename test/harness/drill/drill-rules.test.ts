import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDrillExpectation } from '../../../analysis/drill/drill-expectation.ts'
import type { DrillReport } from '../../../core/report/drill-report.ts'
import type { DrillOptions } from '../../../harness/drill/drill-options.ts'
import { type DrillProgress, drillRules } from '../../../harness/drill/drill-rules.ts'
import { type PreparedDrill, prepareDrill } from '../../../harness/drill/prepare-drill.ts'
import { claimSentence } from '../../../reports/drill/figures/model-sentences.ts'

const RULES = `
groups:
  - name: api
    rules:
      - alert: ApiErrors
        expr: sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.02
        for: 1m
`
/** A pattern does not cross into a thread: the routes are read there again. */
const ALERTMANAGER = `
route:
  receiver: nobody
  routes: [{ receiver: team, matchers: ['alertname=~"Api.+"'], group_wait: 2m }]
receivers: [{ name: nobody }, { name: team, webhook_configs: [{ url: "http://127.0.0.1:1" }] }]
`

const OPTIONS: DrillOptions = {
  ...{ rules: ['r.yml'], source: { kind: 'assumed' }, incidentsFile: null, incidents: ['outage', 'night'] },
  ...{ alertmanagerFile: 'am.yml', days: 1, quietMonths: 1, seed: 5, seeds: 4, requiredShare: 0.3, threads: 1 },
  ...{ scrapeIntervalSeconds: 30, evaluationSeconds: 30, instances: 1, rate: 3, latency: null, errorShare: 0.001 },
  ...{ objectives: [], series: [], seriesBegin: 'with-first-count', alerts: [] },
  expectations: ['pages within 10m of outage', 'never pages for night'].map(parseDrillExpectation),
}

describe('drillRules', { timeout: 60_000 }, () => {
  let folder: string
  let prepared: PreparedDrill
  /** Of four seeds, over one thread. */
  let all: DrillReport

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sla-harness-drill-rules-'))
    const files = { rules: [join(folder, 'r.yml')], alertmanagerFile: join(folder, 'am.yml') }
    writeFileSync(files.rules[0] as string, RULES)
    writeFileSync(files.alertmanagerFile, ALERTMANAGER)
    prepared = await prepareDrill({ ...OPTIONS, ...files }, { cwd: folder, environment: {}, nowMs: () => 0 })
    all = await drill()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function drill(options: Partial<DrillOptions> = {}, onProgress: (progress: DrillProgress) => void = () => undefined) {
    const controller = new AbortController()
    const control = { nowMs: () => 0, signal: controller.signal }
    const report = drillRules({ ...OPTIONS, ...options }, prepared, {
      ...control,
      onProgress: (progress) => {
        onProgress(progress)
        if (options.seeds === 1000 && progress.seedsDone >= 2) controller.abort()
      },
    })
    return report
  }

  it('comes to the same over any number of threads', async () => {
    const progress: DrillProgress[] = []
    expect(await drill({ threads: 3 }, (each) => progress.push(each))).toEqual(all)
    expect(all.seeds).toMatchObject({ first: 5, asked: 4, done: 4, quietMonths: 4 })
    expect(progress[0]).toMatchObject({ monthsDone: 0, seedsDone: 0, seeds: 4, remainingSeconds: null })
    expect(progress.at(-1)).toMatchObject({ remainingSeconds: 0, monthsDone: progress.length - 1 })
  })

  it('is about the first seed where one alone is looked at, and counts all of them', async () => {
    const alone = await drill({ seeds: 1 })
    expect(all.months).toEqual(alone.months)
    const [delay] = alone.alerts[0]?.detections.map(({ notifiedAfterSeconds }) => notifiedAfterSeconds) ?? []
    const { min = 0, max = 0 } = all.alerts[0]?.overSeeds?.[0]?.notifiedAfter ?? {}
    expect(min).toBeLessThanOrEqual(delay ?? Number.NaN)
    expect(max).toBeGreaterThan(min)
    expect(all.alerts[0]?.episodes).toEqual(alone.alerts[0]?.episodes)
    expect(all.alerts[0]?.detections).toEqual(alone.alerts[0]?.detections)
    expect(alone.seeds).toBeNull()
    expect(alone.alerts[0]?.overSeeds).toBeNull()
    expect(alone.alerts[0]?.quiet?.days).toBe(1)
    expect(all.alerts[0]?.quiet?.days).toBe(4)
    const outage = all.alerts[0]?.overSeeds?.find(({ incident }) => incident === 'outage')
    expect(outage).toMatchObject({ seeds: 4, paged: 4, alreadyFiring: 0 })
    // At least its `for` and the wait of its route.
    expect(outage?.notifiedAfter?.min).toBeGreaterThanOrEqual(180)
    expect(all.expectations.map(({ finding }) => finding)).toEqual(['pass', 'fail'])
  })

  it('reports the seeds that are done when it is stopped', async () => {
    const stopped = await drill({ seeds: 1000, threads: 2 })
    expect(stopped.run.interrupted).toBe(true)
    expect(stopped.seeds?.asked).toBe(1000)
    expect(stopped.seeds?.done).toBeGreaterThanOrEqual(2)
    expect(stopped.seeds?.done).toBeLessThan(10)
    expect(stopped.alerts[0]?.overSeeds?.[0]?.seeds).toBe(stopped.seeds?.done)
    // Silence of seeds that were never simulated is none.
    expect(stopped.expectations[1]?.finding).not.toBe('pass')
  })

  it('is inconclusive where no alert can be simulated, and says of which series that is', async () => {
    const rules = join(folder, 'others.yml')
    const alerts = ['Load', 'Busy'].map((alert) => ({ alert, expr: 'node_load1 > 4' }))
    writeFileSync(rules, JSON.stringify({ groups: [{ name: 'g', rules: alerts }] }))
    const options = { ...OPTIONS, rules: [rules], alertmanagerFile: null, expectations: [] }
    const nothing = await prepareDrill(options, { cwd: folder, environment: {}, nowMs: () => 0 })
    const control = { nowMs: () => 0, signal: new AbortController().signal, onProgress: () => undefined }
    const report = await drillRules(options, nothing, control)
    expect(report).toMatchObject({
      verdict: 'inconclusive',
      headline:
        'Nothing was drilled: none of 2 alerts is simulated. Load: it reads node_load1, which the simulation does not make.',
      months: [],
    })
    expect(report.assumptions).toContain('Series that the simulation makes: up.')
    expect(claimSentence(report)).toContain('Nothing was simulated')
  })

  it('has requests take what it says they take, where that is a fraction of a millisecond too', async () => {
    const rules = join(folder, 'fast.yml')
    const expr = 'histogram_quantile(0.99, sum by (le) (rate(cache_duration_seconds_bucket[5m]))) > 0.002'
    writeFileSync(rules, JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'CacheSlow', expr }] }] }))
    const options = {
      ...OPTIONS,
      ...{ rules: [rules], alertmanagerFile: null, incidents: ['slow-all'], seeds: 1, rate: 50 },
      expectations: [parseDrillExpectation('never in a quiet month'), parseDrillExpectation('pages for slow-all')],
    }
    const found = await prepareDrill(options, { cwd: folder, environment: {}, nowMs: () => 0 })
    const control = { nowMs: () => 0, signal: new AbortController().signal, onProgress: () => undefined }
    const report = await drillRules(options, found, control)
    expect(report.latency.quantiles.at(-1)?.seconds).toBeLessThan(0.0015)
    expect(report.expectations.map(({ finding }) => finding)).toEqual(['pass', 'pass'])
  })

  it('says of an alert with a model of its own what a drill of it alone says', async () => {
    const rules = join(folder, 'apart.yml')
    const alerts = ['a', 'b'].map((job) => ({
      alert: `Restarted-${job}`,
      expr: `changes(process_start_time_seconds{job="${job}"}[10m]) > 0`,
    }))
    writeFileSync(rules, JSON.stringify({ groups: [{ name: 'g', rules: alerts }] }))
    const drillOf = async (names: readonly string[]) => {
      const options = {
        ...OPTIONS,
        ...{ rules: [rules], alertmanagerFile: null, expectations: [], incidents: ['gone'], seeds: 1, alerts: names },
      }
      const found = await prepareDrill(options, { cwd: folder, environment: {}, nowMs: () => 0 })
      return drillRules(options, found, { nowMs: () => 0, signal: new AbortController().signal, onProgress: () => {} })
    }
    const both = await drillOf([])
    expect(both.alerts.map(({ alert, model }) => [alert, model])).toEqual([
      ['Restarted-a', 0],
      ['Restarted-b', 1],
    ])
    expect(both.series.map(({ metric, model }) => [metric, model])).toEqual([
      ['process_start_time_seconds', 0],
      ['process_start_time_seconds', 1],
    ])
    // A restart shows as the first page of the fresh process is scraped.
    expect(both.alerts[1]?.detections[0]).toMatchObject({ outcome: 'detected', firingAfterSeconds: expect.any(Number) })
    for (const name of ['Restarted-a', 'Restarted-b']) {
      const own = both.alerts.find(({ alert }) => alert === name)
      expect({ ...own, model: 0 }).toEqual((await drillOf([name])).alerts[0])
    }
  })
})
