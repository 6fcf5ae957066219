// What is said of an alert whose selectors matched nothing, or were lost.

import { describe, expect, it } from 'vitest'
import type { BacktestedAlert } from '../../../../core/backtest/backtest.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { RecordedData } from '../../../../prometheus/backtest/record/recorded-data.ts'
import { RuleSet } from '../../../../prometheus/backtest/replay/rule-set.ts'
import { VariantReplay } from '../../../../prometheus/backtest/replay/variant-replay.ts'
import { DEFAULT_DIALECT } from '../../../../prometheus/promql/dialect.ts'

const MINUTE = 60_000

/** An hour with a sample of `whole` each minute. @param lost the minutes in which `queue` could not be read */
function outcomeOf(expression: string, lost: readonly [number, number] | null): BacktestedAlert | undefined {
  const text = `groups:
  - name: g
    interval: 1m
    rules:
      - { alert: A, expr: '${expression}' }
`
  const rules = new RuleSet(parseRuleFile(text, 'rules.yml'), 60)
  const data = new RecordedData(DEFAULT_DIALECT)
  for (let minute = -10; minute <= 60; minute++) data.store.column({ __name__: 'whole' }).append(minute * MINUTE, 3)
  if (lost)
    data.gaps.push({ fromMs: lost[0] * MINUTE, toMs: lost[1] * MINUTE, selector: 'queue', reason: 'answered 500' })
  const replay = new VariantReplay({
    name: 'as written',
    rules,
    data,
    span: { fromMs: 0, toMs: 60 * MINUTE },
    evaluateFromMs: -2 * MINUTE,
    offsetMsOf: () => 0,
    retentionMs: 0,
    beginsAtMs: () => Number.NEGATIVE_INFINITY,
  })
  while (replay.nextMs <= 60 * MINUTE) replay.evaluateAt(replay.nextMs)
  return replay.outcome().alerts[0]
}

const HOUR = [{ fromMs: 0, toMs: 60 * MINUTE }]

describe('an alert on a selector that matched no series', () => {
  it.each([
    ['queue > 1', { outcome: 'no-data', selectors: ['queue'] }],
    ['absent(queue)', { outcome: 'evaluated', missing: ['queue'], missingSides: [], notKnown: [] }],
    ['whole > 1 unless queue', { outcome: 'evaluated', missing: ['queue'], missingSides: [], notKnown: [] }],
    ['whole > 1 or queue > 1', { outcome: 'evaluated', missing: ['queue'], missingSides: ['queue'], notKnown: [] }],
  ])('%s', (expression, expected) => {
    expect(outcomeOf(expression, null)).toMatchObject(expected)
  })

  it.each(['queue > 1', 'absent(queue)', 'whole > 1 unless queue', 'whole > 1 or queue > 1'])(
    '%s is not known where all of it was lost, and nobody says that nothing matched',
    (expression) => {
      const known = { outcome: 'evaluated', evaluations: 0, notKnown: HOUR, missing: [], missingSides: [] }
      expect(outcomeOf(expression, [-10, 60])).toMatchObject(known)
    },
  )

  it('has no data where only what is not looked at was lost', () => {
    expect(outcomeOf('queue > 1', [-20, -15])).toMatchObject({ outcome: 'no-data', selectors: ['queue'] })
  })
})
