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
