import { afterEach, describe, expect, it } from 'vitest'
import { PowerThreads } from '../../../harness/power/power-threads.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../../simulation/monitor/scrape-behaviour.ts'
import { sentRules } from '../../../simulation/notifications/sent-rules.ts'
import type { PowerJob } from '../../../simulation/power/power-job.ts'
import type { PowerSetup } from '../../../simulation/power/power-setup.ts'
import { runPowerJob } from '../../../simulation/power/run-power-job.ts'

const NOTIFICATIONS = sentRules({ root: { ...DEFAULT_ROUTE, groupWaitSeconds: 0 }, inhibitRules: [] })

const SETUP: PowerSetup = {
  model: { series: [{ kind: 'counter', metric: 'failed_total', labels: {}, requests: 'failed' }] },
  latency: { kind: 'constant', seconds: 0.1 },
  wakeLatenessSeconds: 0,
  usualErrorShare: 0.01,
  shape: rateShape(2),
  ruleFile: parseRuleFile(
    'groups:\n  - { name: g, rules: [{ alert: Failing, expr: "rate(failed_total[1m]) > 0.2", for: 1m }] }',
    'r.yml',
  ),
  alerts: [0],
  scrapeIntervalSeconds: 15,
  scrapes: PUNCTUAL_SCRAPES,
  evaluationSeconds: 15,
  notifications: NOTIFICATIONS,
}

const JOBS = Array.from({ length: 6 }, (_, i): PowerJob => {
  const incidents = [{ share: 0.2, slowdown: null, durationSeconds: 120 }]
  const asked = { variant: 0, traffic: 'day', incidents, longestSeconds: 120, withinSeconds: null } as const
  return { ...asked, kind: 'trials', firstTrial: i * 5, trials: 5 }
})

describe('PowerThreads', () => {
  let threads: PowerThreads

  afterEach(() => threads.stop())

  it.each([1, 3])('come to the same as without any, %d of them', async (count) => {
    threads = new PowerThreads([SETUP], 3, count)
    const outcomes = await Promise.all(JOBS.map((job) => threads.run(job)))
    expect(outcomes).toEqual(JOBS.map((job) => runPowerJob(SETUP, 3, job)))
  })

  it('say why a job cannot be done', async () => {
    threads = new PowerThreads([SETUP], 3, 1)
    await expect(threads.run({ ...(JOBS[0] as PowerJob), variant: 5 })).rejects.toThrow(
      'expected one of 1 variants, got 5',
    )
    await expect(threads.run(JOBS[0] as PowerJob)).rejects.toThrow('expected one of 1 variants, got 5')
  })
})
