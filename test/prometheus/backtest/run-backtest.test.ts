import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type BacktestedAlert,
  type EvaluatedAlert,
  HISTORY_NAMES,
  type HistoryName,
} from '../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { runBacktest } from '../../../prometheus/backtest/run-backtest.ts'
import { labelSignature } from '../../../prometheus/series/labels.ts'
import { recordLatencies, START_MS } from './recorded-latencies.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-harness-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function alertsOf(text: string, rules: string): Promise<readonly BacktestedAlert[]> {
  const path = join(folder, 'scrapes.om')
  await writeFile(path, text)
  const { variants } = await runBacktest({
    source: { kind: 'openMetrics', path },
    fromMs: null,
    toMs: null,
    variants: [{ name: 'as written', ruleFile: parseRuleFile(rules, 'rules.yml') }],
    evaluationSeconds: 15,
    offset: 0,
    dialect: null,
  })
  return variants[0]?.alerts ?? []
}

function evaluated(alert: BacktestedAlert | undefined): EvaluatedAlert {
  if (alert?.outcome !== 'evaluated') throw new Error(`expected an evaluated alert, got ${JSON.stringify(alert)}`)
  return alert
}

const rulesOf = (expression: string, more = '') => `groups:
  - name: latency
    rules:
      - alert: Slow
        expr: ${expression}
${more}`

describe('a back-test of one hour in which requests took 0.7 s for ten minutes', () => {
  const { text } = recordLatencies({
    seed: 1,
    bounds: [0.1, 0.5, 1],
    scrapes: 240,
    scrapeMs: 15_000,
    instances: ['a'],
    observed: (random, scrape) =>
      Array.from({ length: 100 }, () => (scrape >= 100 && scrape < 140 ? 0.7 : 0.05 * random())),
  })
  const fires = async (threshold: string) => {
    const rule = rulesOf(
      `histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[1m]))) > ${threshold}`,
      '        for: 2m',
    )
    const alert = evaluated((await alertsOf(text, rule))[0])
    const minutes = (ms: number | null) => (ms === null ? null : Math.round((ms - START_MS) / 6_000) / 10)
    const spansOf = (name: HistoryName) =>
      alert.histories[name].map(({ startMs, endMs }) => [minutes(startMs), minutes(endMs)])
    return { spans: HISTORY_NAMES.map(spansOf), alert }
  }

  it.each([
    ['at a bound is decided by the counts', '0.5', [[[27.2, 35.7]], [[27.2, 35.7]], [[27.2, 35.7]]]],
    ['above all observations, at a bound, is never crossed', '1', [[], [], []]],
    ['inside of the bucket may have been crossed, and is as drawn', '0.9', [[], [[27.2, 35.7]], [[27.2, 35.7]]]],
    ['that interpolation does not reach could have been crossed all the same', '0.99', [[], [], [[27.2, 35.7]]]],
  ])('a threshold %s', async (_, threshold, expected) => {
    expect((await fires(threshold)).spans).toEqual(expected)
  })

  it('gives the bounds, and the worst that the condition returned', async () => {
    const { alert } = await fires('0.9')
    expect(alert.quantiles).toMatchObject([{ threshold: 0.9, thresholdIsBound: false, bounds: [0.1, 0.5, 1] }])
    const [peak] = alert.histories.drawn.map((episode) => episode.peak)
    expect(peak?.low).toBeCloseTo(0.5, 10)
    expect(peak).toMatchObject({ drawn: expect.closeTo(0.975, 9), high: 1 })
  })
})

describe('a file with a sample of another time', () => {
  it.each([
    ['long before the others', 0, /from 1970-01-01T00:00:00\.000Z to 2023-11-14T22:13:20\.000Z/],
    ['long after them', 4_102_444_800, /from 2023-11-14T22:13:20\.000Z to 2100-01-01T00:00:00\.000Z/],
  ])('%s is refused, for nobody waits decades', async (_, seconds, span) => {
    const text = `x{a="1"} 1 1700000000\nx{a="2"} 1 ${seconds}\n`
    await expect(alertsOf(text, rulesOf('x > 5'))).rejects.toThrow(
      /scrapes\.om: expected samples of at most 10 years, got some from .*: --from and --to choose a shorter time$/,
    )
    await expect(alertsOf(text, rulesOf('x > 5'))).rejects.toThrow(span)
  })
})

describe('a back-test of rules that read one another', () => {
  const { text } = recordLatencies({
    seed: 2,
    bounds: [0.5, 1, 2],
    scrapes: 240,
    scrapeMs: 15_000,
    instances: ['a', 'b'],
    observed: (_, scrape) => Array.from({ length: 40 }, () => (scrape >= 100 && scrape < 140 ? 1.5 : 0.1)),
  })
  const QUANTILE = 'histogram_quantile(0.95, sum by (instance, le) (rate(latency_seconds_bucket[1m])))'
  const told = async (rules: string) => {
    const alerts = await alertsOf(text, rules)
    return Object.fromEntries(
      alerts.map((alert) => [
        alert.alert,
        alert.outcome === 'evaluated'
          ? HISTORY_NAMES.map((name) => alert.histories[name].length).join(' ')
          : alert.outcome === 'no-data'
            ? `no data of ${alert.selectors.join(', ')}`
            : alert.problem,
      ]),
    )
  }
  const fileOf = (...rules: readonly string[]) =>
    `groups:\n  - name: g\n    rules:\n${rules.map((rule) => `      - ${rule}\n`).join('')}`

  it('follows bounds through recorded series, in the direction that the reader asks for', async () => {
    const rules = fileOf(
      `{ record: p95, expr: '${QUANTILE}' }`,
      `{ record: worst, expr: 'max(p95) * 1000' }`,
      `{ alert: AtABound, expr: 'worst > 1000' }`,
      `{ alert: Inside, expr: 'worst > 1200' }`,
      `{ alert: NotDrawn, expr: 'worst > 1990' }`,
      `{ alert: Above, expr: 'worst > 2000' }`,
      `{ alert: Fast, expr: 'p95 < 1.1 and p95 > 1' }`,
      `{ alert: Spread, expr: 'max(p95) - min(p95) > 0.5', for: 5m }`,
      `{ alert: Quiet, expr: 'absent(p95 > 1.2)', keep_firing_for: 1h }`,
      `{ alert: Longer, expr: 'avg_over_time(worst[2m]) > 1000' }`,
      `{ alert: Trend, expr: 'deriv(worst[2m]) > 1' }`,
    )
    expect(await told(rules)).toEqual({
      AtABound: '1 1 1',
      Inside: '0 1 1',
      NotDrawn: '0 0 1',
      Above: '0 0 0',
      Fast: '0 0 2',
      Spread: '0 0 1',
      Quiet: '1 1 1',
      Longer: '1 1 1',
      Trend: '0 1 1',
    })
  })

  it('follows alerts that read other alerts', async () => {
    const rules = fileOf(
      `{ alert: Inside, expr: '${QUANTILE} > 1.2', for: 1m }`,
      `{ alert: Sure, expr: '${QUANTILE} > 1', for: 1m }`,
      `{ alert: Many, expr: 'count(ALERTS{alertname="Sure", alertstate="firing"}) > 1' }`,
      `{ alert: ManyInside, expr: 'count(ALERTS{alertname="Inside", alertstate="firing"}) > 1' }`,
      `{ alert: NoInside, expr: 'absent(ALERTS{alertname="Inside"}) and on () max(latency_seconds_count) > 3' }`,
    )
    expect(await told(rules)).toMatchObject({ Many: '1 1 1', ManyInside: '0 1 1', NoInside: '2 2 1' })
  })

  it('names the series without which a condition says nothing, and those that it does without', async () => {
    const rules = fileOf(
      `{ alert: Elsewhere, expr: 'rate(errors_total[1m]) > 1' }`,
      `{ alert: Other, expr: 'ALERTS{alertname="Foreign"} == 1' }`,
      `{ record: errors, expr: 'sum(rate(errors_total[1m]))' }`,
      `{ alert: Behind, expr: 'errors > 1 or errors < 0' }`,
      `{ alert: Either, expr: 'rate(errors_total[1m]) > 1 or ${QUANTILE} > 1' }`,
      `{ alert: Gone, expr: 'absent(errors_total)' }`,
      `{ alert: Unless, expr: '${QUANTILE} > 1 unless errors_total > 1' }`,
    )
    expect(await told(rules)).toEqual({
      Elsewhere: 'no data of errors_total',
      Other: 'no data of ALERTS{alertname="Foreign"}',
      Behind: 'no data of errors_total',
      Either: '2 2 2',
      Gone: '1 1 1',
      Unless: '2 2 2',
    })
  })
})

describe('a record that begins later than what a rule reads', () => {
  const HOUR_MS = 3_600_000
  /** A counter that is read every minute for six hours, of which the first three have errors. */
  const text = Array.from({ length: 361 }, (_, minute) => {
    const at = START_MS / 1e3 + minute * 60
    return `errors_total ${Math.min(minute, 180)} ${at}\n`
  }).join('')
  const notKnown = async (kind: 'openMetrics' | 'run', hours: number | null, range: string) => {
    const path = join(folder, 'errors.om')
    await writeFile(path, `${text}# EOF\n`)
    const { variants } = await runBacktest({
      source: { kind, path },
      fromMs: hours === null ? null : START_MS + hours * HOUR_MS,
      toMs: null,
      variants: [
        { name: 'as written', ruleFile: parseRuleFile(rulesOf(`increase(errors_total[${range}]) > 100`), 'rules.yml') },
      ],
      evaluationSeconds: 60,
      offset: START_MS % 60_000,
      dialect: null,
    })
    const alert = evaluated(variants[0]?.alerts[0])
    return alert.notKnown.map(({ fromMs, toMs }) => [(fromMs - START_MS) / 60_000, (toMs - START_MS) / 60_000])
  }

  it.each([
    ['openMetrics', null, '3h', [[0, 179]]],
    ['openMetrics', -1, '3h', [[-60, 179]]],
    ['openMetrics', 1, '3h', [[60, 179]]],
    ['openMetrics', 3, '3h', []],
    ['openMetrics', 3.5, '3h', []],
    ['openMetrics', null, '5m', []],
    // Before a run there was nothing.
    ['run', null, '3h', []],
    ['run', 1, '3h', []],
  ] as const)(
    '%s from hour %s with a range of %s is not known in the minutes %j',
    async (kind, from, range, expected) => {
      expect(await notKnown(kind, from, range)).toEqual(expected)
    },
  )
})

describe('the three histories', () => {
  const firing = (alert: EvaluatedAlert, name: HistoryName, atMs: number) =>
    alert.histories[name]
      .filter(({ startMs, endMs }) => startMs <= atMs && (endMs === null || atMs < endMs))
      .map(({ labels }) => labelSignature(labels))

  it('contain one another at every evaluation, whatever was observed', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { text, endMs } = recordLatencies({
        seed,
        bounds: [0.25, 0.5, 1, 2],
        scrapes: 400,
        scrapeMs: 15_000,
        instances: ['a', 'b'],
        observed: (random, scrape) =>
          Array.from({ length: 12 }, () => random() * random() * (1 + 2 * Math.abs(Math.sin(scrape / 30)))),
        missed: (random) => random() < 0.03,
        restarts: (random) => random() < 0.01,
      })
      const quantile = 'histogram_quantile(0.9, rate(latency_seconds_bucket[1m]))'
      const rules = `groups:
  - name: g
    rules:
      - { alert: A, expr: '${quantile} > 0.8', for: 30s }
      - { alert: B, expr: '${quantile} > 1', for: 1m, keep_firing_for: 2m }
      - { alert: C, expr: '${quantile} < 0.6 unless ${quantile} < 0.3', for: 30s }
      - { alert: D, expr: 'absent(${quantile} > 0.9)', for: 45s }
      - { alert: E, expr: 'max(${quantile}) / min(${quantile}) > 1.5' }
`
      for (const alert of (await alertsOf(text, rules)).map(evaluated)) {
        expect(alert.histories.could.length).toBeGreaterThan(0)
        for (let atMs = START_MS; atMs <= endMs; atMs += 5_000) {
          const [surely, drawn, could] = HISTORY_NAMES.map((name) => firing(alert, name, atMs))
          expect(drawn, `${alert.alert} at ${atMs}`).toEqual(expect.arrayContaining(surely ?? []))
          expect(could, `${alert.alert} at ${atMs}`).toEqual(expect.arrayContaining(drawn ?? []))
        }
      }
    }
  })
})
