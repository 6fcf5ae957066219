import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BacktestedAlert } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { runBacktest } from '../../../../prometheus/backtest/run-backtest.ts'
import { inTemporaryFolder } from '../../../support/run-cli.ts'

const START = 1_700_000_040
const MINUTE = 60

/** A sample each 15 s in these minutes. */
function series(name: string, ...spans: readonly (readonly [number, number])[]): string {
  return spans
    .flatMap(([from, to]) =>
      Array.from(
        { length: ((to - from) * MINUTE) / 15 + 1 },
        (_, i) => `${name} 0 ${START + from * MINUTE + i * 15}\n`,
      ),
    )
    .join('')
}

const DATA = `${series('whole', [0, 120])}${series('late', [60, 120])}${series('hole', [0, 30], [60, 120])}# EOF\n`

async function alertOn(expression: string): Promise<BacktestedAlert | undefined> {
  const text = `groups:
  - name: g
    interval: 1m
    rules:
      - { record: recorded, expr: late }
      - { alert: A, expr: '${expression}' }
`
  const { variants } = await inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'data.om'), DATA)
    return runBacktest({
      source: { kind: 'openMetrics', path: join(folder, 'data.om') },
      fromMs: START * 1e3,
      toMs: (START + 120 * MINUTE) * 1e3,
      variants: [{ name: 'as written', ruleFile: parseRuleFile(text, 'rules.yml') }],
      evaluationSeconds: 60,
      offset: (START * 1e3) % 60_000,
      dialect: null,
    })
  })
  return variants[0]?.alerts[0]
}

/** In minutes since the start, of an evaluation each minute. */
async function withoutData(expression: string): Promise<readonly (readonly [number, number])[] | string> {
  const alert = await alertOn(expression)
  if (alert?.outcome !== 'evaluated') return alert?.outcome ?? 'none'
  const minutes = (atMs: number) => (atMs / 1e3 - START) / MINUTE
  return alert.withoutData.map(({ fromMs, toMs }) => [minutes(fromMs), minutes(toMs)] as const)
}

describe('where an alert had no data', () => {
  it.each([
    ['whole > 1', []],
    ['late > 1', [[0, 59]]],
    // A sample is seen for five minutes.
    ['hole > 1', [[36, 59]]],
    ['rate(hole[2m]) > 1', [[33, 59]]],
    // Samples that came since are none of those that an offset asks for. Before the first ones, it is not known.
    ['whole offset 4m > 1', [[0, 3]]],
    ['hole offset 30m > 1', [[66, 89]]],
    ['whole > 2 * hole offset 30m', [[66, 89]]],
    ['max_over_time(hole[10m:1m] offset 30m) > 1', [[76, 89]]],
    ['recorded offset 30m > whole', [[30, 89]]],
    ['whole / late > 1', [[0, 59]]],
    ['whole > 1 or late > 1', []],
    ['late > 1 or hole > 1', [[36, 59]]],
    ['whole > 1 unless late', []],
    ['late > 1 unless whole', [[0, 59]]],
    ['absent(late)', []],
    ['recorded > 1', [[0, 59]]],
    ['nothing > 1', 'no-data'],
  ])('%s', async (expression, expected) => {
    expect(await withoutData(expression)).toEqual(expected)
  })
})

describe('a side that was never there', () => {
  it.each([
    ['whole > 1 or nothing > 1', ['nothing']],
    ['whole > 1 unless nothing', []],
    ['whole > 1 unless (nothing or whole)', []],
    ['(whole or nothing) > 1 unless nowhere', ['nothing']],
    ['whole > 1 or absent(nothing)', []],
  ])('%s misses %j', async (expression, missingSides) => {
    expect(await alertOn(expression)).toMatchObject({ outcome: 'evaluated', missingSides })
  })
})

describe('a condition that could not have held', () => {
  const cannotHold = async (expression: string) => {
    const alert = await alertOn(expression)
    if (alert?.outcome !== 'evaluated') return alert?.outcome
    const { cannotHold: found } = alert
    return found === undefined ? null : found.kind === 'never' ? found.message : found.lacks
  }

  it.each([
    ['whole > 1', null],
    // Each had data at some time of its own, so that the condition had some too.
    ['late > 1 or hole > 1', null],
    ['recorded > 1', null],
    ['late > 1 unless whole', null],
    ['absent(whole)', null],
    ['whole{a="b"} or whole > 1', null],
    ['rate(whole[10s]) > 1', [{ kind: 'tooFewSamples', selector: 'whole', recordedAs: null }]],
    [
      'whole + on (a) label_replace(whole, "a", "b", "", "") > 1',
      [{ kind: 'noResult', expression: 'whole + on (a) label_replace(whole, "a", "b", "", "")' }],
    ],
    [
      'whole == 1 and whole == 2',
      'whole == 1 and whole == 2 can never hold, because its sides contradict each other: the alert can never fire',
    ],
    ['histogram_quantile(0.9, whole) > 1', [{ kind: 'noResult', expression: 'histogram_quantile(0.9, whole)' }]],
    ['whole / whole > 1', [{ kind: 'noObservations', expression: 'whole / whole' }]],
  ])('%s', async (expression, expected) => {
    expect(await cannotHold(expression)).toEqual(expected)
  })
})
