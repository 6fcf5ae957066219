// `buckets` as its users run it: on a folder, on a log of another tool, on scrapes alone, and on a short live run.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeLatencyLog } from '../../core/latency/latency-log.ts'
import type { LayoutsReport } from '../../core/report/layout-comparison.ts'
import type { Report } from '../../core/report/report.ts'
import { renderJson } from '../../reports/json/report-json.ts'
import { lab } from '../analysis/layouts/records.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'
import { SAMPLE_REPORTS } from '../support/sample-reports.ts'

const RULES = `groups:
  - name: latency
    rules:
      - alert: HighLatency95thPercentile
        expr: histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m])) > 1
        for: 30s
`

const ZERO_SECONDS = 1_700_000_000

/** Two minutes of the lab, 30 a second; the server's histogram as scraped every second. */
function recordRun(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const intervals = lab(120).map(({ second, latencies }) => ({
    startSeconds: second,
    endSeconds: second + 1,
    latencies,
  }))
  const report: Report = SAMPLE_REPORTS['failing-lab']
  const [phase] = report.load.phases
  if (!phase || !report.server) throw new Error('expected a sample with a phase and a server')
  const recorded: Report = {
    ...report,
    run: { ...report.run, startedAt: new Date(ZERO_SECONDS * 1e3).toISOString(), durationSeconds: 125 },
    load: { ...report.load, phases: [{ ...phase, name: 'lab', measured: true, startSeconds: 0, endSeconds: 120 }] },
    server: { ...report.server, metric: 'model_latency_seconds', count: 3600 },
  }
  writeFileSync(join(folder, 'server-time.hlog'), writeLatencyLog(new Date(ZERO_SECONDS * 1e3), [], intervals))
  writeFileSync(join(folder, 'report.json'), renderJson(recorded))
  writeFileSync(join(folder, 'alert.rules.yml'), RULES)
  writeFileSync(join(folder, 'scrapes.om'), scrapes())
}

function scrapes(): string {
  const bounds = { '0.1': 0, '0.3': 10, '0.5': 10, '0.7': 20, '1.0': 20, '2.0': 20, '5.0': 30, '+Inf': 30 }
  const instants = Array.from({ length: 121 }, (_, second) => second)
  const lines = Object.entries(bounds).flatMap(([le, perSecond]) =>
    instants.map((second) => `model_latency_seconds_bucket{le="${le}"} ${second * perSecond} ${ZERO_SECONDS + second}`),
  )
  const counts = instants.map((second) => `model_latency_seconds_count ${second * 30} ${ZERO_SECONDS + second}`)
  return ['# TYPE model_latency_seconds histogram', ...lines, ...counts, '# EOF', ''].join('\n')
}

/** A minute of 60 latencies a second, evenly from 10 ms to 600 ms; bounds in the unit of which a second has so many. */
function uniformScrapes(name = 'model_latency_seconds', perSecond = 1): string {
  const bounds = { '0.1': 10, '0.5': 50, '1': 60, '+Inf': 60 }
  const lines = Array.from({ length: 61 }, (_, second) => {
    const at = ZERO_SECONDS + second
    const buckets = Object.entries(bounds).map(
      ([le, count]) => `${name}_bucket{le="${le === '+Inf' ? le : Number(le) * perSecond}"} ${count * second} ${at}`,
    )
    return [...buckets, `${name}_count ${60 * second} ${at}`, `${name}_sum ${18.3 * second * perSecond} ${at}`]
  })
  return [`# TYPE ${name} histogram`, ...lines.flat(), '# EOF', ''].join('\n')
}

const layoutOf = ({ layouts }: LayoutsReport, name: string) => {
  const found = layouts.find((layout) => layout.name === name)
  if (!found) throw new Error(`no layout ${name} among ${layouts.map((layout) => layout.name)}`)
  return found
}

describe('buckets', () => {
  it('compares layouts on a recorded run, and writes into its folder', { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      recordRun(join(cwd, 'run'))
      const before = readFileSync(join(cwd, 'run', 'report.json'), 'utf8')
      const cli = await runCli(['buckets', 'run', '--json', '--quiet', '--bounds', '10'], { cwd })
      expect(cli.code).toBe(0)
      const compared: LayoutsReport = JSON.parse(cli.stdout)
      expect(JSON.parse(readFileSync(join(cwd, 'run', 'layouts.json'), 'utf8'))).toEqual(compared)
      expect(readFileSync(join(cwd, 'run', 'layouts.md'), 'utf8')).toContain('#### Recommended')
      expect(readFileSync(join(cwd, 'run', 'report.json'), 'utf8')).toBe(before)
      const own = layoutOf(compared, 'lab')
      const p95 = own.run.quantiles.find(({ quantile }) => quantile === 0.95)
      expect([own.source, own.run.count, p95?.bucket]).toEqual(['live', 3600, { lower: 2, upper: 5 }])
      expect(p95?.estimate).toBeCloseTo(4.55, 6)
      expect(layoutOf(compared, 'prom-client').source).toBe('record')
      expect(compared.layoutStudy.comparison.rule?.name).toBe('HighLatency95thPercentile')
      expect(compared.layoutStudy.recommendation?.chosen.bounds).toContain(1)
      expect(compared.layoutStudy.recommendation?.chosen.worstError).toBeLessThan(0.2)
      expect(cli.stderr).toMatch(/^recommended: .*, lab 145%\)\n$/)
    })
  })

  it('compares layouts on scrapes alone if no latencies were kept', { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      recordRun(join(cwd, 'whole'))
      mkdirSync(join(cwd, 'scraped'))
      copyFileSync(join(cwd, 'whole', 'scrapes.om'), join(cwd, 'scraped', 'scrapes.om'))
      const cli = await runCli(['buckets', 'scraped', '--json', '--quiet', '--layout', 'lab'], { cwd })
      const compared: LayoutsReport = JSON.parse(cli.stdout)
      expect([cli.code, compared.layoutStudy.witness]).toEqual([0, 'scrapes'])
      expect(layoutOf(compared, 'lab').ambiguousShare).toBe(0)
      const p95 = layoutOf(compared, 'lab').run.quantiles[2]
      expect(p95?.estimate).toBeCloseTo(4.55, 6)
      expect([p95?.exact, p95?.exactRange]).toEqual([null, { lower: 2, upper: 5 }])
      expect(compared.layoutStudy.recommendation).toBe(null)
    })
  })

  // Latencies from 0 to 600 ms: the truth is a P50 of 300 ms and a P95 of 570 ms, and the limit is kept.
  it('claims no more than buckets tell, on the terminal, in JSON and in Markdown', { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      mkdirSync(join(cwd, 'prod'))
      writeFileSync(join(cwd, 'prod', 'scrapes.om'), uniformScrapes())
      const cli = await runCli(
        ['buckets', 'prod', '--layout', '0.25,0.6', '--sla', 'p95 < 600ms', '--sla', 'p50 < 500ms'],
        { cwd },
      )
      const markdown = readFileSync(join(cwd, 'prod', 'layouts.md'), 'utf8')
      const { layouts, layoutStudy }: LayoutsReport = JSON.parse(
        readFileSync(join(cwd, 'prod', 'layouts.json'), 'utf8'),
      )
      expect([cli.code, cli.stderr]).toEqual([0, ''])
      for (const text of [cli.stdout.replace(/\s+/g, ' '), markdown]) {
        expect(text).toMatch(/P95[ |]+in \(500ms, 1s\]/)
        expect(text).toContain('P95 > 600ms over the whole record: cannot be told, 600ms lies inside (500ms, 1s].')
        expect(text).toContain('P50 > 500ms over the whole record: no, it is in (100ms, 500ms].')
        expect(text).toContain('Not ranked')
        expect(text).toContain('No recommendation')
        expect(text).not.toMatch(/really held|exact P50|never ended|prom-client \(Node\)/)
      }
      const current = layouts.find(({ name }) => name === 'current')
      expect(current?.run.quantiles.map(({ exact, exactRange, error }) => [exact, exactRange, error])).toEqual([
        [null, { lower: 0.1, upper: 0.5 }, null],
        [null, { lower: 0.5, upper: 1 }, null],
        [null, { lower: 0.5, upper: 1 }, null],
        [null, { lower: 0.5, upper: 1 }, null],
      ])
      expect([layoutStudy.code, layoutStudy.matrix, layoutStudy.exactDistribution]).toEqual([null, null, []])
      expect(layoutStudy.bucketEvidence?.mean).toBeCloseTo(0.305, 9)
    })
  })

  it('reads one histogram of a page, in its unit, between two instants', { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const page = uniformScrapes('rpc_duration_ms', 1e3).replace(
        '# EOF\n',
        'other_bucket{le="+Inf"} 1 1700000000\n# EOF\n',
      )
      writeFileSync(join(cwd, 'prod.txt'), page)
      const args = [
        'prod.txt',
        '--histogram',
        'rpc_duration_ms',
        '--layout',
        'lab',
        '--from',
        '-30s',
        '--json',
        '--quiet',
      ]
      const cli = await runCli(['buckets', ...args], { cwd })
      const compared: LayoutsReport = JSON.parse(cli.stdout)
      expect([cli.code, compared.layoutStudy.comparison.observations]).toEqual([0, 30 * 60])
      expect(layoutOf(compared, 'current').run.quantiles[2]?.exactRange).toEqual({ lower: 0.5, upper: 1 })
      expect(existsSync(join(cwd, 'layouts.json'))).toBe(false)
    })
  })

  it("compares one's own layouts on another tool's log, in its unit", { timeout: 30_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const intervals = lab(60).map(({ second, latencies }) => ({
        startSeconds: second,
        endSeconds: second + 1,
        latencies: { ...latencies, values: latencies.values.map((value) => value / 1e3), maxSeconds: 1 },
      }))
      writeFileSync(join(cwd, 'other.hlog'), writeLatencyLog(new Date(0), ['from elsewhere'], intervals))
      writeFileSync(join(cwd, 'mine.txt'), '# what we have\nours = 0.1,0.3,1\n\nslo(300ms,1s)  # what we could have\n')
      const args = [
        'other.hlog',
        '--unit',
        'ms',
        '--layout',
        '@mine.txt',
        '--layout',
        'native(4)',
        '--quantiles',
        'p95',
      ]
      const cli = await runCli(['buckets', ...args, '--sla', 'p95 < 1s', '--json', '--quiet'], { cwd })
      expect([cli.code, cli.stderr.split(':')[0]]).toEqual([0, 'recommended'])
      const compared: LayoutsReport = JSON.parse(cli.stdout)
      expect(compared.layouts.map(({ name }) => name).sort()).toEqual([
        'native(4)',
        'ours',
        'recommended',
        'slo(300ms,1s)',
      ])
      expect(compared.layoutStudy.comparison.quantiles).toEqual([0.95])
      // 2.002 thousandths of what was a microsecond, read as milliseconds.
      expect(layoutOf(compared, 'ours').run.quantiles[0]?.exact).toBeCloseTo(2.002, 2)
      expect(layoutOf(compared, 'ours').wrongVerdicts[0]?.misses).toBeGreaterThan(0)
      expect(existsSync(join(cwd, 'layouts.json'))).toBe(false)
    })
  })

  it.each([
    ['nothing of that name', ['nothing'], 'expected the name or path of a scenario'],
    ['a folder without a record', ['.'], 'expected the folder of a run'],
    ['a URL with credentials', ['http://me:pw@127.0.0.1:9090'], 'expected a URL without credentials'],
    ['a Prometheus that does not answer', ['http://127.0.0.1:1'], 'http://127.0.0.1:1: '],
    [
      'a histogram that the scrapes do not have',
      ['page.om', '--histogram', 'h_secnds'],
      'got none (did you mean h_seconds?)',
    ],
    ['no choice among histograms', ['page.om'], '--histogram NAME chooses one of h_seconds, g_ms'],
    [
      'matchers that select nothing',
      ['page.om', '--histogram', 'g_ms', '--match', '{job="x"}'],
      'no series has the label job',
    ],
    [
      'matchers that are none',
      ['page.om', '--histogram', 'g_ms', '--match', 'job=x'],
      '--match: expected matchers in braces',
    ],
    ['a histogram of a scenario', ['lab', '--histogram', 'h'], '--histogram: expected recorded scrapes'],
    ['matchers of a log', ['text.hlog', '--match', '{a="b"}'], '--match: expected scrapes to choose from'],
    ['an instant that is none', ['page.om', '--from', 'yesterday'], 'Expected now, a time before it such as -1h'],
    ['a log that is none', ['text.hlog'], 'text.hlog: expected a HdrHistogram log'],
    ['a layout that nobody knows', ['lab', '--layout', 'promclient'], 'did you mean prom-client?'],
    [
      'an objective that no histogram can judge',
      ['lab', '--sla', 'ttfb p95 < 1s'],
      '--sla: expected a limit that bucket counts can be held against, such as p95 < 1s or under 300ms > 90%, got ttfb p95 < 1s',
    ],
    ['an objective that is none', ['lab', '--sla', 'fast'], '--sla: expected an objective'],
    ['quantiles that are none', ['lab', '--quantiles', '95'], 'Expected quantiles such as 0.5,0.95'],
    ['a unit that is none', ['lab', '--unit', 'h'], 'Allowed choices are ns, us, ms, s, m'],
  ])('%s is a user error', { timeout: 30_000 }, async (_, args, message) => {
    await inTemporaryFolder(async (cwd) => {
      writeFileSync(join(cwd, 'text.hlog'), 'hello\n')
      writeFileSync(join(cwd, 'page.om'), 'h_seconds_bucket{le="+Inf"} 1 1\ng_ms_bucket{le="+Inf"} 1 1\n# EOF\n')
      const cli = await runCli(['buckets', ...args], { cwd })
      expect([cli.code, cli.stdout]).toEqual([2, ''])
      expect(cli.stderr).toContain(message)
    })
  })

  it('runs a scenario and observes every layout on the same requests', { timeout: 60_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const scenario = `name: short
server: { latency: { choice: [10ms, 20ms, 40ms] }, layout: lab }
load: { phases: [{ name: warm-up, for: 1s, rate: 20, measured: false }, { name: base, for: 5s, rate: 60 }] }
sla: [p95 < 100ms]
layouts: [prom-client, 'mine=15ms,50ms,0.1', native(4)]
`
      writeFileSync(join(cwd, 'short.yaml'), scenario)
      const cli = await runCli(['buckets', 'short.yaml', '--out', 'run', '--json', '--quiet'], { cwd })
      expect([cli.code, cli.leftBehind]).toEqual([0, []])
      const compared: LayoutsReport = JSON.parse(cli.stdout)
      const report: Report = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'))
      expect({ layouts: report.layouts, layoutStudy: report.layoutStudy }).toEqual(compared)
      for (const name of ['lab', 'prom-client', 'mine']) {
        const { source, run } = layoutOf(compared, name)
        expect([name, source, run.count]).toEqual([name, 'live', report.server?.count])
      }
      expect(layoutOf(compared, 'native(4)').source).toBe('record')
      expect(compared.layoutStudy.current).toBe('lab')
      const costs = compared.layoutStudy.observeCosts
      expect(costs.filter(({ observeSeconds }) => observeSeconds === null).map(({ layout }) => layout)).toEqual([
        'native(4)',
      ])
      const again = await runCli(['buckets', 'run', '--json', '--quiet', '--layout', 'mine=15ms,50ms,0.1'], { cwd })
      const recorded = layoutOf(JSON.parse(again.stdout), 'mine')
      expect([recorded.source, recorded.run.quantiles.map(({ estimate }) => estimate)]).toEqual([
        'live',
        layoutOf(compared, 'mine').run.quantiles.map(({ estimate }) => estimate),
      ])
    })
  })
})
