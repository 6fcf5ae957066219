// A release with other bounds is rolled out: a sum over old and new instances has the buckets of both, and a bound that not
// all of them have tells nothing of those that lack it.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type EvaluatedAlert, HISTORY_NAMES } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { runBacktest } from '../../../../prometheus/backtest/run-backtest.ts'
import { inTemporaryFolder } from '../../../support/run-cli.ts'

const START = 1_700_000_040
const OLD = ['0.1', '1', '+Inf']
const NEW = ['0.1', '0.5', '1', '+Inf']

interface Instance {
  readonly labels: string
  readonly bounds: readonly string[]
  /** Seconds of each request, and how many there are between two scrapes. */
  readonly seconds: number
  readonly requests: number
  /** In minutes. */
  readonly from?: number
  readonly to?: number
}

function scraped({ labels, bounds, seconds, requests, from = 0, to = 30 }: Instance): string {
  return bounds
    .flatMap((le) =>
      Array.from({ length: (to - from) * 4 + 1 }, (_, i) => {
        const isCounted = le === '+Inf' || seconds <= Number(le)
        return `x_bucket{${labels},le="${le}"} ${isCounted ? i * requests : 0} ${START + from * 60 + i * 15}\n`
      }),
    )
    .join('')
}

async function alertOn(instances: readonly Instance[], rules: string): Promise<EvaluatedAlert> {
  const { variants } = await inTemporaryFolder((folder) => {
    const path = join(folder, 'data.om')
    writeFileSync(path, `${instances.map(scraped).join('')}# EOF\n`)
    return runBacktest({
      source: { kind: 'openMetrics', path },
      fromMs: START * 1e3,
      toMs: (START + 30 * 60) * 1e3,
      variants: [{ name: 'as written', ruleFile: parseRuleFile(rules, 'rules.yml') }],
      evaluationSeconds: 60,
      offset: (START * 1e3) % 60_000,
      dialect: null,
    })
  })
  const alert = variants[0]?.alerts[0]
  if (alert?.outcome !== 'evaluated') throw new Error(`expected an evaluated alert, got ${JSON.stringify(alert)}`)
  return alert
}

const rulesOf = (expression: string, record = 'sum by (le) (rate(x_bucket[1m]))') => `groups:
  - name: g
    rules:
      - { record: 'x:rate', expr: '${record}' }
      - { alert: A, expr: '${expression}' }
`
const fired = ({ histories }: EvaluatedAlert) => HISTORY_NAMES.map((name) => histories[name].length).join(' ')

/** Nearly all requests take 0.3 s, and go to the old instance, whose buckets do not tell 0.3 s from 0.7 s. */
const MIXED: readonly Instance[] = [
  { labels: 'pod="old"', bounds: OLD, seconds: 0.3, requests: 100 },
  { labels: 'pod="new"', bounds: NEW, seconds: 0.05, requests: 1 },
]

describe('the sum of histograms of different bounds', () => {
  it.each([
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[1m]))) > 0.5', '0 1 1'],
    ['histogram_quantile(0.95, sum without (pod) (rate(x_bucket[1m]))) > 0.5', '0 1 1'],
    ['histogram_quantile(0.95, 60 * (sum by (le) (rate(x_bucket[1m])))) > 0.5', '0 1 1'],
    [
      'histogram_quantile(0.95, sum by (le) (rate(x_bucket[1m])) / ignoring (le) group_left () sum(rate(x_bucket{le="+Inf"}[1m]))) > 0.5',
      '0 1 1',
    ],
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[1m])) + sum by (le) (rate(x_bucket[1m]))) > 0.5', '0 1 1'],
    ['histogram_quantile(0.95, x:rate) > 0.5', '0 1 1'],
    ['histogram_quantile(0.95, sum by (le) (avg_over_time(x:rate[2m]))) > 0.5', '0 1 1'],
    // A bound that both have tells what it told.
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[1m]))) > 0.1', '1 1 1'],
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[1m]))) > 1', '0 0 0'],
    // Of one instance, its own bounds do.
    ['histogram_quantile(0.95, sum by (pod, le) (rate(x_bucket[1m]))) > 0.5', '0 1 1'],
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket{pod="new"}[1m]))) < 0.5', '1 1 1'],
    ['histogram_fraction(-Inf, 0.5, sum by (le) (rate(x_bucket[1m]))) < 0.5', '0 1 1'],
  ])('%s: %s', async (expression, expected) => {
    expect(fired(await alertOn(MIXED, rulesOf(expression)))).toBe(expected)
  })

  it('is whole where each group has one layout', async () => {
    const rules = rulesOf('histogram_quantile(0.95, x:rate{pod="new"}) > 0.5', 'sum by (pod, le) (rate(x_bucket[1m]))')
    const slow = MIXED.map((instance) => ({ ...instance, seconds: 0.7 }))
    expect(fired(await alertOn(slow, rules))).toBe('1 1 1')
  })

  it('is decided by a bound only where every series that the alert reads has it', async () => {
    const decides = async (selector: string) => {
      const alert = await alertOn(MIXED, rulesOf(`histogram_quantile(0.95, rate(x_bucket${selector}[1m])) > 0.5`))
      return alert.quantiles.map(({ thresholdIsBound, bounds }) => [thresholdIsBound, bounds])
    }
    expect(await decides('')).toEqual([[false, [0.1, 0.5, 1]]])
    expect(await decides('{pod="old"}')).toEqual([[false, [0.1, 1]]])
    expect(await decides('{pod="new"}')).toEqual([[true, [0.1, 0.5, 1]]])
  })
})

describe('an instance that is replaced by one with other bounds under the same labels', () => {
  const REPLACED: readonly Instance[] = [
    { labels: 'pod="a"', bounds: OLD, seconds: 0.3, requests: 100, to: 10 },
    { labels: 'pod="a"', bounds: NEW, seconds: 0.3, requests: 10, from: 10.25 },
  ]

  it.each([
    ['histogram_quantile(0.95, rate(x_bucket[4m])) > 0.5'],
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[4m]))) > 0.5'],
  ])('%s does not surely hold while the range has both', async (expression) => {
    const alert = await alertOn(REPLACED, rulesOf(expression))
    expect(alert.histories.surely).toEqual([])
    expect(alert.histories.could.at(-1)?.endMs).toBe((START + 14 * 60) * 1e3)
    expect(alert.quantiles).toMatchObject([{ thresholdIsBound: false }])
  })
})
