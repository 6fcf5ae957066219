import { beforeAll, describe, expect, it } from 'vitest'
import type { ServiceModel } from '../../../core/drill/service-model.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { DEFAULT_ROUTE } from '../../../prometheus/alertmanager/notification-route.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { PUNCTUAL_SCRAPES } from '../../../simulation/monitor/scrape-behaviour.ts'
import { sentRules } from '../../../simulation/notifications/sent-rules.ts'
import type {
  PowerOutcome,
  TrialsJob,
  TrialsOutcome,
  TrialsTally,
  TriedIncident,
} from '../../../simulation/power/power-job.ts'
import type { PowerSetup } from '../../../simulation/power/power-setup.ts'
import { runPowerJob } from '../../../simulation/power/run-power-job.ts'

const MODEL: ServiceModel = {
  series: [
    {
      kind: 'histogram',
      metric: 'latency_seconds',
      unitsPerSecond: 1,
      upperBounds: [0.1, 0.2, 0.4, 0.8],
      labels: {},
      requests: 'all',
    },
    { kind: 'counter', metric: 'failed_total', labels: {}, requests: 'failed' },
  ],
}

const RULES = `
groups:
  - name: g
    rules:
      # Holds at an evaluation where a request failed between the last two scrapes before it.
      - alert: SixInARow
        expr: rate(failed_total[30s]) > 0
        for: 75s
      - alert: SlowP90
        expr: histogram_quantile(0.9, rate(latency_seconds_bucket[2m])) > 0.2
        for: 1m
      - alert: Always
        expr: vector(1)
      - alert: Never
        expr: vector(1) > 2
`

const AT_ONCE = sentRules({ root: { ...DEFAULT_ROUTE, groupWaitSeconds: 0 }, inhibitRules: [] })

function setup(rate: number): PowerSetup {
  return {
    model: MODEL,
    latency: { kind: 'lognormal', medianSeconds: 0.08, p95Seconds: 0.16 },
    wakeLatenessSeconds: 0,
    usualErrorShare: 0,
    shape: rateShape(rate, [...new Array(12).fill(1), ...new Array(12).fill(9)]),
    ruleFile: parseRuleFile(RULES, 'r.yml'),
    alerts: [0, 1, 2, 3],
    scrapeIntervalSeconds: 15,
    scrapes: PUNCTUAL_SCRAPES,
    evaluationSeconds: 15,
    notifications: AT_ONCE,
  }
}

const FAILING: TriedIncident = { share: 1, slowdown: null, durationSeconds: 65 }
const SLOW: TriedIncident = { share: 0.5, slowdown: 4, durationSeconds: 300 }

/** Of the one incident of a job. */
interface OneOutcome {
  readonly alerts: readonly TrialsTally[]
  readonly failures: TrialsOutcome['failures']
}

function jobOf(incidents: readonly TriedIncident[], count: number, given: Partial<TrialsJob> = {}): TrialsJob {
  return {
    ...{ kind: 'trials', variant: 0, traffic: 'day', incidents, longestSeconds: 600 },
    ...{ withinSeconds: null, firstTrial: 0, trials: count, ...given },
  }
}

function trials(incident: TriedIncident, count: number, given: Partial<TrialsJob> = {}, of = setup(50)): OneOutcome {
  const { incidents, failures } = asTrials(runPowerJob(of, 7, jobOf([incident], count, given)))
  return { alerts: incidents[0] ?? [], failures }
}

function asTrials(outcome: PowerOutcome): TrialsOutcome {
  if (outcome.kind !== 'trials') throw new Error('expected trials')
  return outcome
}

describe('runPowerJob', () => {
  let failing: OneOutcome

  beforeAll(() => {
    failing = trials(FAILING, 240)
  })

  // Of 65 s, 4 scrape intervals and 5 s, a part lies in 5 intervals between scrapes, or in 6 where it begins in the last 5 s
  // of one: for a third of all instants. The alert needs 6 evaluations in a row, 75 s.
  it('finds what can be calculated by hand as often as calculated: a third', () => {
    const found = failing.alerts[0]?.delaysSeconds.length ?? 0
    // Three standard deviations of a binomial count.
    expect(Math.abs(found - 80)).toBeLessThan(3 * Math.sqrt(((240 * 1) / 3) * (2 / 3)))
  })

  it('has the delay that can be calculated: the rest of an interval, and 75 s', () => {
    const delays = failing.alerts[0]?.delaysSeconds ?? []
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(75)
    // An evaluation comes a tenth of a second after the scrape.
    expect(Math.max(...delays)).toBeLessThanOrEqual(75 + 5.1)
  })

  it('takes no page that was there before for one of the incident', () => {
    expect(failing.alerts[2]).toEqual({ delaysSeconds: [], alreadyFiring: 240 })
    expect(failing.alerts[3]).toEqual({ delaysSeconds: [], alreadyFiring: 0 })
  })

  it('counts a page of any of the alerts once', () => {
    expect(failing.alerts[4]?.delaysSeconds).toEqual(failing.alerts[0]?.delaysSeconds)
  })

  it('finds none within less than the alert takes', () => {
    expect(trials(FAILING, 20, { withinSeconds: 74 }).alerts[0]?.delaysSeconds).toEqual([])
  })

  it('comes to the same in whatever parts it is done', () => {
    const parts = [trials(SLOW, 5), trials(SLOW, 7, { firstTrial: 5 })]
    const joined = parts.flatMap(({ alerts }) => alerts[1]?.delaysSeconds ?? [])
    expect(trials(SLOW, 12).alerts[1]?.delaysSeconds).toEqual(joined)
    expect(joined.length).toBeGreaterThan(0)
  })

  it('finds a longer, a wider and a slower incident at least as often', () => {
    const found = (incident: Partial<TriedIncident>) =>
      trials({ share: 0.2, slowdown: 2.5, durationSeconds: 120, ...incident }, 30, { traffic: 'night' }).alerts[1]
        ?.delaysSeconds.length ?? 0
    const base = found({})
    const stronger = [found({ durationSeconds: 300 }), found({ share: 0.6 }), found({ slowdown: 6 })]
    for (const each of stronger) expect(each).toBeGreaterThanOrEqual(base)
    expect(Math.max(...stronger)).toBeGreaterThan(base)
  })

  it('comes to the same whatever else is tried in the same trials', () => {
    const together = asTrials(runPowerJob(setup(50), 7, jobOf([FAILING, SLOW, FAILING], 6)))
    const [first, slow, again] = together.incidents
    expect(slow).toEqual(trials(SLOW, 6).alerts)
    expect(first).toEqual(again)
    expect(first).toEqual(trials(FAILING, 6).alerts)
  })

  it('waits as long as Alertmanager does, and takes what resolves meanwhile for no page', () => {
    const waiting = { ...setup(50), notifications: sentRules({ root: DEFAULT_ROUTE, inhibitRules: [] }) }
    expect(trials(FAILING, 30, {}, waiting).alerts[0]?.delaysSeconds).toEqual([])
    const [soon, late] = [setup(50), waiting].map((each) => trials(SLOW, 6, {}, each).alerts[1]?.delaysSeconds)
    // The lead is longer by the wait, so that the phases differ; every one waits.
    expect(Math.min(...(late ?? []))).toBeGreaterThan(Math.min(...(soon ?? [])))
  })

  it('counts no page of an alert of which nobody is told', () => {
    const notifications = sentRules({ root: { ...DEFAULT_ROUTE, integrations: [] }, inhibitRules: [] })
    expect(trials(SLOW, 6, {}, { ...setup(50), notifications }).alerts[1]?.delaysSeconds).toEqual([])
  })

  it('counts the pages of quiet weeks, and nothing that fired before them', () => {
    // A P90 of 0.137 s against 0.2 s, of a dozen requests in two minutes: by chance it is above now and then.
    const outcome = runPowerJob(setup(0.15), 7, { kind: 'quiet', variant: 0, stretch: 0, weeks: 1 })
    if (outcome.kind !== 'quiet') throw new Error('expected quiet time')
    const [sixInARow, slow = 0, always, never, any] = outcome.pages
    expect([sixInARow, always, never]).toEqual([0, 0, 0])
    expect(slow).toBeGreaterThan(10)
    expect(any).toBe(slow)
  })

  it('names why evaluations failed', () => {
    const twice = parseRuleFile(
      'groups:\n  - { name: g, rules: [{ alert: Twice, expr: "latency_seconds_bucket + on () latency_seconds_bucket" }] }',
      'r.yml',
    )
    const { failures } = trials(FAILING, 1, {}, { ...setup(5), ruleFile: twice, alerts: [0] })
    expect(failures[0]?.[0]).toMatch(/many|duplicate|match/i)
  })
})
