// A run in virtual time against every hostile metrics page: nothing is a defect, nothing is counted but the truth, what is
// not known has its reason, and no alert passes for it.

import { describe, expect, it } from 'vitest'
import { judgeRun } from '../../analysis/judge-run.ts'
import { reportSchema } from '../../core/report/schema/report-schema.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { DEFAULT_SCRAPE_LIMITS } from '../../core/scenario/scrape-limits.ts'
import { UserError } from '../../core/user-error.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { EmbeddedMonitor } from '../../prometheus/embedded/embedded-monitor.ts'
import { ScrapeError } from '../../prometheus/scrape/scrape-error.ts'
import { evenly, loadOf, phaseWindows } from '../analysis/support/load-of.ts'
import { runRecordOf } from '../analysis/support/run-record-of.ts'
import { VirtualClock } from '../support/virtual-clock.ts'
import { HOSTILE_PAGES, type HostilePage, STARTED_AT } from './hostile-pages.ts'

const START_SECONDS = 100
const RULE = 'histogram_quantile(0.95, rate(h_seconds_bucket[5s])) > 0.8'

const ruleFile = parseRuleFile(`groups: [{ name: g, rules: [{ alert: Slow, expr: '${RULE}' }] }]`, 'rules.yml')

function monitorOf({ page, contentType = 'text/plain; version=0.0.4' }: Pick<HostilePage, 'page' | 'contentType'>) {
  const clock = new VirtualClock(START_SECONDS)
  const fetchPage = async () => {
    const text = page(clock.nowSeconds() - START_SECONDS)
    if (text instanceof Error) throw new ScrapeError(text.message)
    return { text, contentType }
  }
  const monitor = new EmbeddedMonitor({
    endpoints: ['http://127.0.0.1:8000/metrics'],
    histogram: 'h_seconds',
    match: '',
    scrape: {
      labels: {},
      urlLabels: [],
      honorLabels: false,
      headers: {},
      credentials: null,
      verifyTls: null,
      // Small, so that the pages which go beyond them are quick to read.
      limits: { ...DEFAULT_SCRAPE_LIMITS, samples: 1000, labels: 100 },
    },
    ruleFile,
    scrapeIntervalSeconds: 1,
    evaluationIntervalSeconds: 1,
    fallbackQuantile: 0.95,
    watchedAlerts: ['Slow'],
    verifyTls: true,
    environment: {},
    clock,
    pageFetcher: { fetchPage, close: async () => {} },
  })
  return { monitor, until: (second: number) => clock.advanceTo(START_SECONDS + second) }
}

/** Ten seconds of traffic, with a scrape on demand before and behind. */
async function recordOf(page: Pick<HostilePage, 'page' | 'contentType'>): Promise<PrometheusRecord> {
  const { monitor, until } = monitorOf(page)
  monitor.start(START_SECONDS, STARTED_AT)
  const baseline = monitor.scrapeNow()
  await until(0.5)
  await baseline
  await until(10.5)
  const final = monitor.scrapeNow()
  await until(11.4)
  await final
  const finished = monitor.finish()
  await until(12)
  return finished
}

/** Of the client: the ten requests a second that the service observes. */
const LOAD = loadOf(
  phaseWindows([{ name: 'main', seconds: 10 }]),
  evenly(0, 10, 10, (i) => ({ serviceTime: i % 10 === 9 ? 0.5 : 0.05 })),
)

function judged(prometheus: PrometheusRecord) {
  const report = judgeRun(
    runRecordOf({ load: LOAD, prometheus, sla: ['p95 < 5s'], alerts: [{ alert: 'Slow', kind: 'never' }] }),
  )
  reportSchema.parse(JSON.parse(JSON.stringify(report)))
  return report
}

async function probed(page: HostilePage): Promise<{ readonly refused: string | null; readonly warnings: string }> {
  const { monitor } = monitorOf(page)
  try {
    await monitor.probe()
    return { refused: null, warnings: monitor.warnings.join('\n') }
  } catch (error) {
    if (error instanceof UserError) return { refused: error.message, warnings: '' }
    throw error
  }
}

describe('a metrics page', () => {
  const refused = HOSTILE_PAGES.flatMap((page) => ('refused' in page.outcome ? [{ ...page, ...page.outcome }] : []))
  it.each(refused)('of $name: the run does not begin', async (page) => {
    expect((await probed(page)).refused).toContain(`, got ${page.refused}`)
  })

  it.each(refused)('that turns into $name: nothing is counted, and no alert passes', async ({ page, ...rest }) => {
    const honest = HOSTILE_PAGES[0]?.page as HostilePage['page']
    const openMetrics = (second: number) => `${honest(second)}# EOF\n`
    const before = rest.contentType?.includes('openmetrics') ? openMetrics : honest
    const record = await recordOf({ ...rest, page: (second) => (second < 3 ? before(second) : page(second)) })
    expect(record.total).toBeNull()
    expect(judged(record).verdict).not.toBe('pass')
  })

  const counted = HOSTILE_PAGES.flatMap((page) => ('counted' in page.outcome ? [{ ...page, ...page.outcome }] : []))
  it.each(counted)('of $name: $counted requests are counted, $verdict', async (page) => {
    const { refused, warnings } = await probed(page)
    expect(refused).toBeNull()
    const record = await recordOf(page)
    expect([record.total?.count, record.total?.buckets.at(-1)]).toEqual([
      page.counted,
      { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: page.counted },
    ])
    expect([warnings, ...record.problems].join('\n')).toContain(page.says ?? '')
    expect(judged(record).verdict).toBe(page.verdict)
  })

  const uncounted = HOSTILE_PAGES.flatMap((page) => ('uncounted' in page.outcome ? [{ ...page, ...page.outcome }] : []))
  it.each(uncounted)('of $name: what is counted is unknown, $uncounted, and no alert passes', async (page) => {
    const { refused, warnings } = await probed(page)
    expect(refused).toBeNull()
    const record = await recordOf(page)
    expect(record.total).toBeNull()
    expect(Object.values(record.uncounted ?? {})).toContain(page.uncounted)
    expect([warnings, ...record.problems].join('\n')).toContain(page.says ?? '')
    expect(judged(record).verdict).not.toBe('pass')
  })
})
