import { beforeAll, describe, expect, it } from 'vitest'
import type { ServiceModel } from '../../../core/drill/service-model.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { evaluateInColumns } from '../../../prometheus/columns/evaluate-in-columns.ts'
import { readSpans } from '../../../prometheus/columns/read-spans.ts'
import type { RuleFileRun } from '../../../prometheus/columns/rule-file-run.ts'
import { SeriesColumn } from '../../../prometheus/columns/series-column.ts'
import { BranchedDays } from '../../../simulation/days/branched-days.ts'
import { DayArrays } from '../../../simulation/days/day-arrays.ts'
import { drawnDays } from '../../../simulation/days/drawn-days.ts'
import type { Incident } from '../../../simulation/drawn/incident.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'

const HOUR = 3600

/** Burn rates as Sloth and Pyrra have them, a quantile, and what looks at single samples. */
const RULES = `
groups:
  - name: g
    rules:
      - record: ratio:10m
        expr: sum(rate(requests_total{code="500"}[10m])) / sum(rate(requests_total[10m]))
      - record: ratio:1d
        expr: sum(increase(requests_total{code="500"}[1d])) / sum(increase(requests_total[1d]))
      - { alert: Burning, expr: "ratio:10m > 0.01 and ratio:1d > 0.0012", for: 3m }
      - { alert: SlowP90, expr: "histogram_quantile(0.9, sum by (le) (rate(latency_seconds_bucket[6h]))) > 0.13" }
      - { alert: Risen, expr: "delta(latency_seconds_count[20m] offset 1h) > 1200" }
      - { alert: Down, expr: "up == 0" }
`

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
    { kind: 'counter', metric: 'requests_total', labels: { code: '200' }, requests: 'succeeded' },
    { kind: 'counter', metric: 'requests_total', labels: { code: '500' }, requests: 'failed' },
  ],
}

const LEAD = 26 * HOUR
const EVALUATED_FROM = LEAD - HOUR / 2

const OPTIONS = {
  seconds: LEAD + 2 * HOUR,
  startedAtUnixMs: Date.UTC(2026, 0, 5),
  runningSeconds: 86_400,
  model: MODEL,
  latency: { kind: 'lognormal', medianSeconds: 0.05, p95Seconds: 0.14 },
  usualErrorShare: 0.001,
  shape: rateShape(1),
  ruleFile: parseRuleFile(RULES, 'r.yml'),
  scrapeIntervalSeconds: 15,
  scrapes: { jitterSeconds: 0, failureShare: 0 },
  evaluationSeconds: 15,
  evaluateFromSeconds: EVALUATED_FROM,
  seed: 3,
} as const

function failing(share: number): Incident {
  const faults = [{ kind: 'errors', share: 1 } as const]
  return { kind: 'degraded', fromSeconds: LEAD + 7, toSeconds: LEAD + HOUR, share, faults }
}

/** With what lies between the spans as it was before them. */
function withoutBetween(run: RuleFileRun): RuleFileRun {
  const { samples } = readSpans(OPTIONS.ruleFile, { fromSeconds: EVALUATED_FROM, toSeconds: OPTIONS.seconds }, 30)
  const isRead = (timeMs: number) => {
    const seconds = (timeMs - OPTIONS.startedAtUnixMs) / 1e3
    return samples.some(({ fromSeconds, toSeconds }) => seconds >= fromSeconds && seconds <= toSeconds)
  }
  return {
    ...run,
    series: run.series.map(({ labels, axis, values }) => {
      const coarse = values.slice()
      for (let i = 1; i < axis.count; i++) if (!isRead(axis.timesMs[i] as number)) coarse[i] = coarse[i - 1] as number
      return new SeriesColumn(labels, axis, coarse)
    }),
  }
}

describe('BranchedDays', () => {
  let days: BranchedDays

  beforeAll(() => {
    days = new BranchedDays({ ...OPTIONS, beginningSeconds: LEAD })
  })

  it.each([0, 0.02, 0.5])('leaves out nothing that the rules read, with %d of the requests failing', (share) => {
    const { run } = drawnDays({ ...OPTIONS, incidents: [failing(share)] })
    const { alerts } = evaluateInColumns(run)
    expect(evaluateInColumns(withoutBetween(run)).alerts).toEqual(alerts)
    if (share === 0.5) expect(alerts.filter(({ labelSets }) => labelSets.length > 0).length).toBeGreaterThan(1)
  })

  it('repeats between what is read, and only there', () => {
    const { run } = drawnDays({ ...OPTIONS, incidents: [] })
    const changes = (given: RuleFileRun) =>
      given.series.find(({ labels }) => labels.__name__ === 'latency_seconds_count')?.changes().length ?? 0
    expect(changes(withoutBetween(run))).toBeLessThan(0.6 * changes(run))
  })

  it('comes to the same for an incident whatever was tried before it', () => {
    const alone = days.evaluated([failing(0.5)], OPTIONS.seconds)
    days.evaluated([failing(0.02)], OPTIONS.seconds - 1000)
    days.evaluated([{ kind: 'away', fromSeconds: LEAD + 100, toSeconds: LEAD + 400 }], OPTIONS.seconds)
    expect(days.evaluated([failing(0.5)], OPTIONS.seconds)).toEqual(alone)
    expect(days.evaluated([], OPTIONS.seconds)).not.toEqual(alone)
  })

  it('comes to the same in arrays of days before it, longer ones and shorter ones', () => {
    const evaluated = (seconds: number, arrays?: DayArrays) =>
      new BranchedDays({ ...OPTIONS, seconds, beginningSeconds: LEAD, ...(arrays && { arrays }) }).evaluated(
        [failing(0.5)],
        seconds,
      )
    const arrays = new DayArrays()
    for (const hours of [1.5, 3, 1.5]) {
      const seconds = LEAD + hours * HOUR
      expect(evaluated(seconds, arrays)).toEqual(evaluated(seconds))
    }
    const drawn = arrays.forDrawing(10).floats(10)
    expect(arrays.forDrawing(10).floats(10)).toBe(drawn)
  })

  it('has alerts as often as days that are drawn scrape by scrape', () => {
    const burning = (of: typeof alone) => of.alerts[0]?.labelSets.length ?? 0
    const incident = failing(0.0105)
    const alone = evaluateInColumns(drawnDays({ ...OPTIONS, incidents: [incident] }).run)
    let [branched, drawn] = [0, 0]
    const COUNT = 60
    for (let seed = 0; seed < COUNT; seed++) {
      const options = { ...OPTIONS, seed }
      branched += burning(
        new BranchedDays({ ...options, beginningSeconds: LEAD }).evaluated([incident], OPTIONS.seconds),
      )
      drawn += burning(evaluateInColumns(drawnDays({ ...options, incidents: [incident] }).run))
    }
    // Neither never nor always, and the two within four standard deviations of their difference.
    for (const count of [branched, drawn]) expect(count).toBeGreaterThan(2)
    const share = (branched + drawn) / (2 * COUNT)
    expect(Math.abs(branched - drawn)).toBeLessThan(4 * Math.sqrt(2 * COUNT * share * (1 - share)) + 1)
  })

  it('draws each scrape where a scrape may be lost', () => {
    const scrapes = { jitterSeconds: 0, failureShare: 0.1 }
    const { alerts } = new BranchedDays({ ...OPTIONS, scrapes, beginningSeconds: LEAD }).evaluated([], OPTIONS.seconds)
    expect(alerts.find(({ rule }) => rule.name === 'Down')?.labelSets.length).toBeGreaterThan(0)
  })
})
