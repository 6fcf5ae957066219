// Rules are drilled from the command line: what is printed, what is written, how it exits.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DrillReport } from '../../../../core/report/drill-report.ts'
import { drillReportSchema } from '../../../../core/report/schema/drill/drill-schema.ts'
import { inTemporaryFolder, runCli } from '../../../support/run-cli.ts'

const RULES = `
groups:
  - name: api
    rules:
      - alert: ApiErrors
        expr: sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05
        for: 1m
        labels: { severity: page }
      - alert: Elsewhere
        expr: pg_stat_activity_count > 100
        labels: { severity: ticket }
`

const SHORT = [
  'drill',
  '--rules',
  'api.yml',
  '--days',
  '2',
  '--quiet-months',
  '1',
  '--incident',
  'outage',
  '--incident',
  'deploy',
]

async function drilled(flags: readonly string[], files: Readonly<Record<string, string>> = {}) {
  return inTemporaryFolder(async (cwd) => {
    for (const [name, text] of Object.entries({ 'api.yml': RULES, ...files })) writeFileSync(join(cwd, name), text)
    const result = await runCli([...SHORT, '--out', 'out', ...flags], { cwd })
    const written = result.code === 2 ? [] : readdirSync(join(cwd, 'out')).sort()
    const report: DrillReport | null = written.includes('drill.json')
      ? drillReportSchema.parse(JSON.parse(readFileSync(join(cwd, 'out', 'drill.json'), 'utf8')))
      : null
    return { ...result, written, report }
  })
}

describe('drill', { timeout: 60_000 }, () => {
  it('says what alerts find, writes it, and passes what is met', async () => {
    const { code, stdout, written, report } = await drilled([
      '--expect',
      'severity=page: pages within 5m of outage',
      '--expect',
      'ApiErrors: never pages for deploy',
      '--slo',
      'errors < 0.1%',
    ])
    expect(code).toBe(0)
    expect(written).toEqual(['drill.html', 'drill.json', 'drill.md'])
    expect(stdout).toContain('about a service it says nothing')
    expect(stdout).toContain('it reads pg_stat_activity_count, which the simulation does not make')
    const [errors, elsewhere] = report?.alerts ?? []
    const [outage] = errors?.detections ?? []
    expect(outage).toMatchObject({ incident: 'outage', outcome: 'detected' })
    // Pending from the first evaluation with a share above 5%, a minute later firing, half a minute later told.
    expect(outage?.firingAfterSeconds).toBeGreaterThanOrEqual(60)
    expect(outage?.notifiedAfterSeconds).toBe((outage?.firingAfterSeconds ?? 0) + 30)
    expect(outage?.burnt[0]?.share).toBeGreaterThan(0)
    expect(elsewhere).toMatchObject({ outcome: 'not-simulated', quiet: null, detections: [] })
    expect(report?.verdict).toBe('pass')
  })

  it('fails what is not met, and leaves open what is not simulated', async () => {
    expect((await drilled(['--expect', 'ApiErrors: pages within 30s of outage'])).code).toBe(1)
    expect((await drilled(['--expect', 'Elsewhere: pages for outage'])).code).toBe(3)
  })

  it('is the same twice with one seed, and prints JSON alone where that is asked for', async () => {
    const [one, other] = await Promise.all([drilled(['--json', '--seed', '7']), drilled(['--json', '--seed', '7'])])
    const alertsOf = ({ stdout }: { readonly stdout: string }) => drillReportSchema.parse(JSON.parse(stdout)).alerts
    expect(alertsOf(one)).toEqual(alertsOf(other))
  })

  it("takes incidents of one's own, and the waits of an Alertmanager", async () => {
    const { report } = await drilled(['--incidents', 'mine.yaml', '--alertmanager', 'am.yml'], {
      'mine.yaml': 'catalogue: [outage, deploy]',
      'am.yml':
        'route: { receiver: a, group_wait: 2m }\nreceivers: [{ name: a, webhook_configs: [{ url: "http://127.0.0.1:1" }] }]',
    })
    const outage = report?.alerts[0]?.detections.find(({ incident }) => incident === 'outage')
    expect(outage?.notifiedAfterSeconds).toBe((outage?.firingAfterSeconds ?? 0) + 120)
  })

  it('drills in several seeds, and says how many it takes to tell', async () => {
    const { code, stdout, stderr, report } = await drilled([
      ...['--seeds', '3', '--threads', '2', '--expect', 'ApiErrors: pages within 5m of outage'],
      ...['--expect', 'ApiErrors: never in a quiet month'],
    ])
    expect(stdout.replace(/\s+/g, ' ')).toContain('36 seeds would tell if it goes on so (--seeds 36)')
    expect(code, stderr).toBe(3)
    expect(report?.seeds).toMatchObject({ first: 1, asked: 3, done: 3, quietMonths: 3 })
    expect(report?.expectations.map(({ finding }) => finding)).toEqual(['inconclusive', 'pass'])
  })

  it.each<[string, string[], string]>([
    ['a part of a seed', ['--seeds', '1.5'], 'Expected a whole number from 1 to 10000, got 1.5.'],
    ['an incident that is not there', ['--expect', 'pages for outtage'], 'did you mean outage?'],
    ['an alert that is not there', ['--alert', 'ApiError'], 'did you mean ApiErrors?'],
    [
      'two sources',
      ['--run', 'x', '--scenario', 'steady'],
      'expected one of --scenario, --run and --prometheus, got --scenario and --run',
    ],
    ['a rate that is none', ['--rate', 'much'], 'Expected requests per second'],
    ['a latency that is none', ['--latency', '2s/1s'], 'Expected a median and a P95'],
    ['a series that is none', ['--series', 'jobs'], '--series: expected METRIC=all|answered|succeeded|failed'],
    ['an objective that is none', ['--slo', 'errors'], '--slo: expected an objective such as errors < 0.1%'],
  ])('refuses %s', async (_, flags, message) => {
    const { code, stderr } = await drilled(flags)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
