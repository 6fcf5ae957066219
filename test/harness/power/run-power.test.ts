import { describe, expect, it } from 'vitest'
import { type PowerBase, type PowerRequest, runPower } from '../../../harness/power/run-power.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../../simulation/monitor/scrape-behaviour.ts'
import { sentRules } from '../../../simulation/notifications/sent-rules.ts'

const NOTIFICATIONS = sentRules({ root: DEFAULT_ROUTE, inhibitRules: [] })

const RULE_FILE = parseRuleFile(
  'groups:\n  - { name: g, rules: [{ alert: Failing, expr: "rate(failed_total[1m]) > 0.2", for: 1m }] }',
  'r.yml',
)

const BASE: PowerBase = {
  setup: {
    model: { series: [{ kind: 'counter', metric: 'failed_total', labels: {}, requests: 'failed' }] },
    latency: { kind: 'constant', seconds: 0.1 },
    wakeLatenessSeconds: 0,
    usualErrorShare: 0.001,
    shape: rateShape(5, [...new Array(12).fill(1), ...new Array(12).fill(9)]),
    ruleFile: RULE_FILE,
    alerts: [0],
    notifications: NOTIFICATIONS,
    scrapeIntervalSeconds: 15,
    scrapes: PUNCTUAL_SCRAPES,
    evaluationSeconds: 15,
  },
  ruleFile: RULE_FILE,
  notSimulated: [],
  seed: 3,
}

const REQUEST: PowerRequest = {
  isCurveAsked: true,
  asked: null,
  layouts: [],
  variations: [],
  requiredProbability: 0.7,
  mostTrials: 15,
}

function run(request: Partial<PowerRequest>, base = BASE, controller = new AbortController()) {
  const effects = { signal: controller.signal, onProgress: () => undefined }
  return runPower({ ...REQUEST, ...request }, base, effects)
}

describe('runPower', () => {
  it('comes to the same over any number of threads', async () => {
    const [one, three] = [await run({ threads: 1 }), await run({ threads: 3 })]
    expect(three).toEqual(one)
    expect(one.curves[0]?.points.length).toBeGreaterThanOrEqual(72)
    // After a minute's failures it fires for a minute's half, and is over as Alertmanager would tell of it.
    expect(one.curves[0]?.sentence).toMatch(
      /^At night traffic of 1\/s Failing misses anything up to 1m and .* It finds all requests failing from 2m on\.$/,
    )
  })

  it('keeps what it knows when it is stopped, and leaves no thread behind', async () => {
    const controller = new AbortController()
    let settled = 0
    const curve = await runPower({ ...REQUEST, mostTrials: 100_000, requiredProbability: 0.5, threads: 2 }, BASE, {
      signal: controller.signal,
      onProgress: (progress) => {
        settled = Math.max(settled, progress.settled)
        if (progress.trials > 200) controller.abort()
      },
    })
    expect(curve.interrupted).toBe(true)
    expect(curve.curves[0]?.points.length).toBeLessThan(72)
  })

  it('tries nothing where it was stopped before', async () => {
    const controller = new AbortController()
    controller.abort()
    const curve = await run({}, BASE, controller)
    expect([curve.interrupted, curve.curves[0]?.points, curve.curves[0]?.falsePages]).toEqual([true, [], null])
  })

  it('says that there is no night where the traffic is the same at all hours', async () => {
    const flat = { ...BASE, setup: { ...BASE.setup, shape: rateShape(5) } }
    const asked = {
      text: 'all requests fail for 5m by night',
      ...{ share: 1, slowdown: null, durationSeconds: 300, traffic: 'night' as const },
      ...{ withinSeconds: null, falsePagesPerDay: null },
    }
    const curve = await run({ isCurveAsked: false, asked, threads: 1 }, flat)
    expect(curve.traffic.nightRatePerSecond).toBeNull()
    expect(curve.asked).toMatchObject({ finding: 'pass', traffic: null })
    expect(curve.notes).toContain('The traffic is the same at all hours: "by night" makes no difference.')
  })
})
