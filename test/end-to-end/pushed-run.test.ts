// A run pushed to a real Prometheus with its receiver on: what the panels of the dashboard draw of it there is what its
// report says, and what Prometheus itself draws from the scraped buckets lies beside it.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../core/compiled-entry.ts'
import type { Report, TimelineRow } from '../../core/report/report.ts'
import { QueryApi } from '../../prometheus/api/query-api.ts'
import { type GuardedPrograms, guardPrograms } from '../../prometheus/local/programs/guard-programs.ts'
import { pushAccess } from '../../prometheus/push/push-access.ts'
import { pushSeries } from '../../prometheus/push/push-series.ts'
import type { PushedSeries } from '../../prometheus/push/pushed-series.ts'
import { recordedSeries } from '../../prometheus/scrape/recorded-series.ts'
import { METRIC_NAME } from '../../prometheus/series/series.ts'
import { describeReal, prometheusBinaries } from '../support/real-programs.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'

const SCENARIO = `name: pushed
question: Does what is pushed arrive?
server: { latency: { choice: [20ms, 150ms, 400ms] }, layout: lab }
load:
  seed: 7
  phases:
    - { name: warm-up, for: 1s, rate: 30, measured: false }
    - { name: steady, for: 6s, rate: 40 }
sla: [p95 < 2s, errors < 50%]
prometheus: { rules: ${join(packageRoot, 'prometheus/rules/latency.rules.yml')} }
`

describeReal('a run that is pushed', ['prometheus'], ({ prometheus }) => {
  const binaries = prometheusBinaries(prometheus)
  const servers = new Map<string, string>()
  let programs: GuardedPrograms
  let report: Report
  let scraped: PushedSeries[]
  let said: string

  beforeAll(async () => {
    programs = await guardPrograms()
    for (const [i, [name, binary]] of binaries.entries()) servers.set(name, await startReceiver(programs, i, binary))
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'pushed.yaml'), SCENARIO)
      const [first, ...others] = [...servers.values()]
      const { code, stderr } = await runCli(['scenario', 'pushed.yaml', '--quiet', '--out', 'out'], {
        cwd,
        env: { SLA_HARNESS_PUSH: first as string },
      })
      said = stderr
      report = JSON.parse(readFileSync(join(cwd, 'out', 'report.json'), 'utf8'))
      expect(code).toBe({ pass: 0, fail: 1, inconclusive: 3 }[report.verdict])
      scraped = seriesOf(readFileSync(join(cwd, 'out', 'scrapes.om'), 'utf8'))
      for (const url of others) {
        const pushed = await runCli(['push', 'out', '--push', url], { cwd })
        expect([pushed.code, pushed.stderr]).toEqual([0, ''])
        expect(pushed.stdout).toMatch(/^Pushed \d+ series with \d+ samples to /)
      }
      // Those scrapes, too: the histogram has to be in the same Prometheus.
      for (const url of servers.values())
        expect(await pushSeries(scraped, pushAccess(url, {}))).toMatchObject({ kind: 'pushed' })
      const again = await runCli(['push', 'out', '--push', first as string], { cwd })
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('out_of_order_time_window')])
      const refused = await runCli(['push', 'out', '--push', `${first}/nowhere`], { cwd })
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/^Not pushed to .*HTTP status 404/)])
    })
  }, 120_000)

  afterAll(async () => {
    await programs.stop()
  })

  it('says where it went, with the run itself', () => {
    expect(said).toMatch(
      /Pushed \d+ series with \d+ samples to http:\/\/127\.0\.0\.1:\d+\/api\/v1\/write \(remote-write\)\./,
    )
  })

  describe.each(binaries.map(([name]) => name))('to %s', (name) => {
    const apiOf = () => new QueryApi({ baseUrl: servers.get(name) as string })
    const panels = panelsOfRow()
    /** The instant at which a second of the run ended. */
    const endOf = ({ second }: TimelineRow) => Date.parse(report.run.startedAt) + (second + 1) * 1e3

    async function values(expression: string, atMs: number): Promise<Record<string, number>> {
      const answer = await apiOf().query(expression, atMs)
      if (answer.type !== 'vector') throw new Error(`expected a vector, got ${answer.type}`)
      return Object.fromEntries(
        answer.samples.map(({ labels, value }) => [labels.objective ?? labels.outcome ?? labels.scenario ?? '', value]),
      )
    }
    const query = (title: string, index = 0) => panels.find((panel) => panel.title === title)?.expressions[index] ?? ''

    it('shows the exact P95 of the rule’s range and of every second, as the report has them', async () => {
      const title = 'Exact P95 beside the estimate'
      for (const row of report.timeline.filter(({ slot }) => slot.p95 !== null)) {
        expect(await values(query(title, 0), endOf(row))).toEqual({ '': row.window.p95 })
        expect(await values(query(title, 2), endOf(row))).toEqual({ '': row.slot.p95 })
      }
    })

    it('shows histogram_quantile beside it, near what the harness drew in the run', async () => {
      const { timeline } = report
      const rows = timeline.filter(({ second, estimate }) => second >= 3 && estimate !== null)
      expect(rows.length).toBeGreaterThan(2)
      for (const row of rows) {
        const drawn = (await values(query('Exact P95 beside the estimate', 1), endOf(row)))[''] ?? Number.NaN
        // The rules are evaluated a moment before or after: there may be a scrape more, or one less.
        const near = timeline.flatMap(({ second, estimate }) =>
          estimate !== null && Math.abs(second - row.second) <= 2 ? [estimate] : [],
        )
        expect(drawn).toBeGreaterThan(Math.min(...near) * 0.98)
        expect(drawn).toBeLessThan(Math.max(...near) * 1.02)
        const ratio = (await values(query('Estimate / exact'), endOf(row)))[''] ?? Number.NaN
        expect(ratio).toBeCloseTo(drawn / (row.window.p95 ?? Number.NaN), 9)
      }
    })

    it('shows what was offered and answered in each second', async () => {
      for (const row of report.timeline) {
        const { offered, completed, errors, timeouts } = row
        expect(await values(query('Offered and answered'), endOf(row))).toEqual({
          offered,
          completed,
          errors,
          timeouts,
        })
      }
    })

    it('shows the verdict, and how much of each limit was used', async () => {
      const afterMs = Date.parse(report.run.startedAt) + 60_000
      const scale = { pass: 0, inconclusive: 1, fail: 2 }
      expect(await values(query('Verdict'), afterMs)).toEqual({ pushed: scale[report.verdict] })
      const [p95] = report.sla
      expect(p95?.objective).toBe('p95 < 2s')
      const used = (await values(query('Objectives: observed / limit'), afterMs))['p95 < 2s']
      expect(used).toBeCloseTo((p95?.observed ?? Number.NaN) / 2, 9)
    })

    it('ends the lines with the run, although Prometheus looks back for five minutes', async () => {
      const last = report.timeline.at(-1) as TimelineRow
      expect(await values(query('Exact P95 beside the estimate'), endOf(last) + 5_000)).toEqual({})
    })

    it('has the estimates of the run itself, too', async () => {
      for (const row of report.timeline.filter(({ estimate }) => estimate !== null))
        expect(await values('sla_harness_estimate_seconds', endOf(row))).toEqual({ pushed: row.estimate })
    })
  })
})

async function startReceiver(programs: GuardedPrograms, index: number, binary: string): Promise<string> {
  const folder = join(programs.folder, `receiver-${index}`)
  const config = join(programs.folder, `receiver-${index}.yml`)
  writeFileSync(config, '{}')
  const program = programs.run({
    name: `receiver-${index}`,
    file: binary,
    arguments: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}`,
      '--web.listen-address=127.0.0.1:0',
      '--web.enable-remote-write-receiver',
    ],
  })
  const [, address] = await program.line(/msg="Listening on".* address=(\S+)/)
  const url = `http://${address}`
  const api = new QueryApi({ baseUrl: url })
  while (!(await api.isReady())) await new Promise((resolve) => setTimeout(resolve, 20))
  return url
}

function seriesOf(openMetrics: string): PushedSeries[] {
  return recordedSeries(openMetrics, null).map(({ labels: { [METRIC_NAME]: name = '', ...labels }, samples }) => ({
    name,
    labels,
    samples: samples.map(({ timestampMs, value, stale }) => ({ timestampMs, value: stale ? 'stale' : value })),
  }))
}

/** The panels that read what was pushed, with Grafana's variables filled in. */
function panelsOfRow() {
  const text = readFileSync(join(packageRoot, 'prometheus/grafana/dashboard.json'), 'utf8')
  const { panels } = JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] }
  return panels.map(({ title, targets = [] }) => ({
    title,
    expressions: targets.map(({ expr }) => expr.replaceAll('$scenario', '.*').replaceAll('$__range', '10m')),
  }))
}
