// What goes wrong with a Prometheus of one's own, before a run and in the middle of it.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../core/clock.ts'
import { UserError } from '../../../../core/user-error.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { openLocalMonitor } from '../../../../prometheus/local/local-monitor.ts'
import type { MonitorOptions } from '../../../../prometheus/monitor.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { type MetricsPage, startMetricsPage } from '../metrics-page.ts'

const RULES = `
groups:
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.95, rate(model_latency_seconds_bucket[2s])) > 0.3
`

let folder: string
let page: MetricsPage
/** Where this file's runs have their folders. */
let temporary: string
const usual = process.env.TMPDIR
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-failures-'))
  temporary = join(folder, 'temporary')
  mkdirSync(temporary)
  process.env.TMPDIR = temporary
  page = await startMetricsPage()
})
afterAll(async () => {
  if (usual === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usual
  rmSync(folder, { recursive: true })
  await page.close()
})

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text, { mode: 0o755 })
  return join(folder, name)
}

const options = (more: Partial<MonitorOptions> = {}): MonitorOptions => ({
  endpoints: [page.url],
  histogram: 'model_latency_seconds',
  match: '',
  ruleFile: null,
  scrapeIntervalSeconds: 0.2,
  evaluationIntervalSeconds: 0.2,
  fallbackQuantile: 0.95,
  watchedAlerts: [],
  verifyTls: true,
  clock: systemClock,
  environment: process.env,
  ...more,
})

const refusal = (more: Partial<MonitorOptions>) =>
  openLocalMonitor(options(more)).then(
    () => expect.fail('expected a refusal'),
    (error) => error,
  )

describe('before a run', () => {
  it('a missing program is reported with how to install it', async () => {
    const error = await refusal({ environment: { PATH: folder } })
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toContain('sudo apt-get install prometheus prometheus-alertmanager')
  })

  it('a program that exits is reported with its last log lines', async () => {
    const broken = write('broken', '#!/bin/sh\necho "no space left on device" >&2\nexit 1\n')
    const error = await refusal({
      environment: { ...process.env, SLA_HARNESS_PROMETHEUS_BIN: broken, SLA_HARNESS_ALERTMANAGER_BIN: broken },
    })
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toBe('alertmanager exited with code 1; its last log lines:\nno space left on device')
  })
})

describeReal('with the real programs', ['prometheus', 'alertmanager'], ({ prometheus }) => {
  it('a wrong histogram name is reported before anything is started', async () => {
    const error = await refusal({ histogram: 'model_latency_second' })
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toContain('did you mean model_latency_seconds?')
  })

  it('rules that Prometheus rejects are reported in its words, and nothing is left behind', async () => {
    const text = RULES.replace('expr:', 'unheard_of: 1\n        expr:')
    const error = await refusal({ ruleFile: { ...parseRuleFile(RULES, 'refused.yml'), text } })
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toMatch(/^prometheus exited with code \d; its last log lines:\n/)
    expect(error.message).toContain('refused.yml: yaml: unmarshal errors:\n  line 6: field unheard_of not found')
    expect(readdirSync(temporary)).toEqual([])
  })

  it('the record keeps what was polled before Prometheus exited in the middle of a run', {
    timeout: 30_000,
  }, async () => {
    const quittable = write('quittable', `#!/bin/sh\nexec ${prometheus} "$@" --web.enable-lifecycle\n`)
    const ruleFile = parseRuleFile(RULES, 'rules.yml')
    const environment = { ...process.env, SLA_HARNESS_PROMETHEUS_BIN: quittable }
    const monitor = await openLocalMonitor(options({ ruleFile, environment }))
    await monitor.scrapeNow()
    monitor.start(systemClock.nowSeconds(), Date.now())
    for (let i = 0; i < 200 && monitor.current().alerts.Slow !== 'firing'; i++) {
      page.observe(0.4)
      await delay(50)
    }
    await fetch(`${monitor.url}/-/quit`, { method: 'POST' })
    await delay(500)
    await monitor.scrapeNow()
    const { total, alerts, problems, estimates } = await monitor.finish()
    expect(total).toBeNull()
    expect(alerts[0]?.transitions.at(-1)?.state).toBe('firing')
    expect(estimates.at(-1)?.value).toBeGreaterThan(0.3)
    expect(problems[0]).toMatch(/^prometheus exited with code 0; its last log lines:/)
    expect(problems).toContainEqual('the alerts could not be queried: connection refused')
    await monitor.stop()
    expect(readdirSync(temporary)).toEqual([])
  })
})
