// The states of alerts over ranges of 1 to 5 scrape intervals, with scrapes on demand off the grid in between. Oracle:
// promtool, which evaluates the rules on what the run recorded.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { alertTestOfRun } from '../../../../prometheus/alerting/unit-test/alert-test-of-run.ts'
import { EmbeddedMonitor } from '../../../../prometheus/embedded/embedded-monitor.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'
import { promtool } from '../../promtool.ts'

const T = 1_700_000_000_000

const RULES = parseRuleFile(
  JSON.stringify({
    groups: [
      {
        name: 'g',
        rules: [1, 2, 3, 4, 5].map((range) => ({
          alert: `Busy${range}`,
          expr: `rate(work_total[${range}s]) > 15`,
          for: range > 2 ? '2s' : '0s',
        })),
      },
    ],
  }),
  'rules.yml',
)

/** 10 a second, 20 a second from second 8 to second 14. */
const workAt = (second: number) => 10 * second + 10 * Math.min(6, Math.max(0, second - 8))
const pageAt = (second: number) => `# TYPE work_total counter\nwork_total ${workAt(Math.max(0, second))}\n`

/** @param onDemandAt when scrapes are made off the grid */
async function recordOf(onDemandAt: readonly number[]) {
  const clock = new VirtualClock(100)
  const fetchPage = async () => ({ text: pageAt(clock.nowSeconds() - 100), contentType: 'text/plain' })
  const monitor = new EmbeddedMonitor({
    endpoints: ['http://127.0.0.1:8000/metrics'],
    histogram: 'h',
    match: '',
    ruleFile: RULES,
    scrapeIntervalSeconds: 1,
    evaluationIntervalSeconds: 1,
    fallbackQuantile: 0.95,
    watchedAlerts: [],
    verifyTls: true,
    environment: {},
    clock,
    pageFetcher: { fetchPage, close: async () => {} },
  })
  monitor.start(100, T)
  for (const second of onDemandAt) {
    await clock.advanceTo(100 + second)
    await monitor.scrapeNow()
  }
  await clock.advanceTo(122.5)
  const finished = monitor.finish()
  await clock.advanceTo(123)
  return finished
}

const statesOf = ({ alerts }: Awaited<ReturnType<typeof recordOf>>) =>
  alerts.map(({ name, transitions }) => `${name} ${transitions.map(({ at, state }) => `${state} ${at}`).join(', ')}`)

it('scrapes on demand change no state', async () => {
  expect(statesOf(await recordOf([0.4, 7.95, 8.3, 13.7, 22.4]))).toEqual(statesOf(await recordOf([])))
})

describeReal('the states on the grid', ['promtool'], () => {
  it('are those of promtool, over ranges of 1 to 5 scrape intervals', async () => {
    const record = await recordOf([0.4, 7.95, 8.3, 13.7, 22.4])
    const firing = record.alerts.filter(({ transitions }) => transitions.some(({ state }) => state === 'firing'))
    expect(firing.map(({ name }) => name)).toEqual(['Busy2', 'Busy3', 'Busy4', 'Busy5'])
    const folder = await mkdtemp(join(tmpdir(), 'sla-harness-grid-'))
    try {
      await writeFile(join(folder, 'rules.yml'), RULES.text)
      await writeFile(join(folder, 'test.yml'), alertTestOfRun(record, RULES, 'rules.yml', T) ?? '')
      expect(await promtool('test', 'rules', join(folder, 'test.yml'))).toContain('SUCCESS')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
