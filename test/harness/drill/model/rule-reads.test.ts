import { describe, expect, it } from 'vitest'
import { formatExpression } from '../../../../prometheus/promql/expression/format-expression.ts'
import { alertReads } from '../../../support/alert-reads.ts'

type Recorded = readonly [name: string, expr: string, labels?: Readonly<Record<string, string>>]

function selectorsOf(expr: string, recorded: readonly Recorded[]): readonly string[] {
  const rules = [{ alert: 'A', expr }, ...recorded.map(([record, of, labels]) => ({ record, expr: of, labels }))]
  return alertReads(rules).reads.flatMap(({ selectors }) => selectors.map(formatExpression))
}

describe('readsOf', () => {
  it.each<[string, string, readonly Recorded[], readonly string[]]>([
    [
      'of a label that a recorded series keeps',
      'r{job="api"} > 1',
      [['r', 'sum by (job) (rate(x{code="500"}[5m])) / sum by (job) (rate(x[5m]))']],
      ['x{code="500",job="api"}', 'x{job="api"}'],
    ],
    [
      'of an outcome that it keeps',
      'sum(r{code=~"5.."}) / sum(r) > 1',
      [['r', 'rate(x[5m])']],
      ['x{code=~"5.."}', 'x'],
    ],
    [
      'through several records',
      'b{job="api"} > 1',
      [
        ['b', 'max without (pod) (a)'],
        ['a', 'sum without (code) (rate(x[5m]))'],
      ],
      ['x{job="api"}'],
    ],
    ['of one with as much of its own', 'r{job="api"} > 1', [['r', 'x{job=~"api|web"}']], ['x{job=~"api|web"}']],
    ['not of a label that is summed away', 'r{pod="p"} > 1', [['r', 'sum by (job) (x)']], ['x']],
    ['not of a label that the record sets', 'r{window="5m"} > 1', [['r', 'x', { window: '5m' }]], ['x']],
    ['not of a label that is made', 'r{a="b"} > 1', [['r', 'label_replace(x, "a", "$1", "job", "(.*)")']], ['x']],
    ['of one that keeps its last value', 'r > 1', [['r', 'sum(x) or r']], ['x']],
    ['of one that counts on from its own past', 'r > 1', [['r', 'r offset 5m + 1 or sum(x)']], ['x']],
    ['of an alert that reads whether it fires', 'x > 1 or ALERTS{alertname="A"}', [], ['x']],
    ['of one that reads nothing but itself, which is never there', 'r > 1', [['r', 'r offset 5m + 1']], []],
  ])('asks the series behind a record for what is asked %s', (_, expr, recorded, selectors) => {
    expect(selectorsOf(expr, recorded)).toEqual(selectors)
  })
})
