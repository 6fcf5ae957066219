// The command line as a gate: what CI looks for, a baseline, repeated runs, an early end.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STARVED } from '../../analysis/attribution/starved-spells.ts'
import type { Report } from '../../core/report/report.ts'
import { inTemporaryFolder, runCli } from '../support/run-cli.ts'
import { runUntilFit } from '../support/run-until-fit.ts'

interface Quick {
  readonly median?: string
  readonly limit?: string
  readonly seconds?: number
}

function quickScenario(folder: string, { median = '30ms', limit = '1s', seconds = 3 }: Quick = {}): string {
  const file = join(folder, 'quick.yaml')
  writeFileSync(
    file,
    `name: quick
server: { latency: { constant: ${median} }, concurrency: 64, layout: lab }
request: { path: /predict }
load:
  arrivals: constant
  seed: 1
  timeout: 5s
  phases:
    - { name: warm-up, for: 1s, rate: 60, measured: false }
    - { name: steady, for: ${seconds}s, rate: 60 }
sla: [p95 < ${limit}]
`,
  )
  return file
}

const reportIn = (folder: string): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))

/** Whether generator and server had the cores that they need. */
function isMeasured({ generator, sla, baseline }: Report): boolean {
  const found = [...sla, ...(baseline?.findings ?? [])]
  return generator.fit && !found.some(({ reason }) => reason.startsWith(STARVED))
}

describe.concurrent('the CI gate', () => {
  it('writes the summary and files that CI reads, judges against a baseline, and compares runs', {
    timeout: 180_000,
  }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const before = await runUntilFit(cwd, [quickScenario(cwd)])
      const summary = join(cwd, 'summary.md')
      writeFileSync(summary, 'of a step before\n')
      const out = join(cwd, 'now')
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: cwd }
      const scenario = quickScenario(cwd, { median: '90ms' })
      const flags = ['--baseline', before.folder, '--reporter', 'auto,junit=ci/junit.xml', '--out', out]
      const { code, stdout } = await runCli(['scenario', scenario, ...flags], { cwd, env })
      const report = reportIn(out)
      // Three times as slow is called on any machine that could measure both at all, and passes on none.
      const finding = report.baseline?.findings[0]?.finding
      const isCalled = isMeasured(report) && before.report.run.starved === undefined
      expect(isCalled ? ['fail'] : ['fail', 'inconclusive']).toContain(finding)
      expect([report.verdict, code]).toEqual(finding === 'fail' ? ['fail', 1] : ['inconclusive', 3])
      expect(report.baseline?.differences).toEqual([
        { about: 'scenario', what: 'service.behaviour.latency.seconds', before: '0.03', after: '0.09' },
      ])
      expect(stdout).toMatch(/^::(error|warning) file=quick\.yaml,title=quick%3A p50 against the baseline::/m)
      expect(readFileSync(summary, 'utf8')).toMatch(/^of a step before\n## /)
      expect(readFileSync(join(cwd, 'ci', 'junit.xml'), 'utf8')).toContain('classname="quick.baseline"')
      const compared = await runCli(['compare', before.folder, out], { cwd })
      expect(compared.code).toBe(0)
      expect(compared.stdout).toContain('service.behaviour.latency.seconds: 0.03, now 0.09')
    })
  })

  it('pools repeated runs, and lists them', { timeout: 120_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const { code, leftBehind } = await runCli(
        ['scenario', quickScenario(cwd, { seconds: 2 }), '--repeat', '2', '--inconclusive', 'pass'],
        { cwd },
      )
      expect([code, leftBehind]).toEqual([0, []])
      const latest = join(cwd, 'reports', 'runs', 'quick', 'latest')
      const report = reportIn(latest)
      expect(report.load.total.offered).toBe(240)
      expect(report.server?.count).toBe(240)
      expect(report.repeats?.runs.map(({ seed, offered }) => [seed, offered])).toEqual([
        [1, 120],
        [2, 120],
      ])
      expect(reportIn(join(latest, 'run-02')).run.seed).toBe(2)
      expect(existsSync(join(latest, 'run-02', 'scrapes.om'))).toBe(true)
      const { stdout } = await runCli(['history', 'quick'], { cwd })
      expect(stdout).toMatch(/^quick {2}1 run\n/)
      expect(stdout).toContain('2 runs')
    })
  })

  it('ends a failing run early, and exits by its verdict', { timeout: 120_000 }, async () => {
    await inTemporaryFolder(async (cwd) => {
      const scenario = quickScenario(cwd, { median: '150ms', limit: '20ms', seconds: 60 })
      const { code } = await runCli(['scenario', scenario, '--abort', '1s', '--out', 'out'], { cwd })
      const report = reportIn(join(cwd, 'out'))
      expect([report.verdict, code]).toEqual(isMeasured(report) ? ['fail', 1] : ['inconclusive', 3])
      expect(report.run.aborted).toMatch(/^p95 < 20ms can no longer be met/)
      expect(report.run.interrupted).toBe(false)
      expect(report.run.durationSeconds).toBeLessThan(40)
      expect(report.load.total.completed).toBeGreaterThan(180)
    })
  })

  it.each([
    { args: ['--baseline', 'nowhere'], message: /nowhere: expected a run's folder or report\.json, got no such file/ },
    { args: ['--margin', '10'], message: /Expected a share such as 10%/ },
    { args: ['--reporter', 'slack'], message: /Expected one of auto, terminal, markdown/ },
    { args: ['--abort', 'soon'], message: /Expected a duration such as 5s/ },
  ])('refuses $args before anything is sent', async ({ args, message }) => {
    await inTemporaryFolder(async (cwd) => {
      const { code, stderr } = await runCli(['scenario', quickScenario(cwd), ...args], { cwd })
      expect(code).toBe(2)
      expect(stderr).toMatch(message)
    })
  })
})
