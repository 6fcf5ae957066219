import { describe, expect, it } from 'vitest'
import { summarise } from '../../../bench/corpus/summarise.ts'
import { tryRule } from '../../../bench/corpus/try-rule.ts'

describe('tryRule', () => {
  it.each([
    'up{job=~"api|web"} == 0',
    'histogram_quantile(0.99, sum by (le, job) (rate(d_seconds_bucket{code!~"5.."}[5m]))) > 1',
    'sum by (job) (rate(x_total{code=~"5.."}[5m])) / sum by (job) (rate(x_total[5m])) > 0.05',
    'a{pod!="",ns=~"kube-(a|b)"} * on (pod, ns) group_left (node) b{node=~".+"} > 5',
    'max_over_time(rate(x_total{path=~"/api/v[0-9]+"}[5m])[1d:1h]) > 1',
    'predict_linear(free_bytes{fstype!~"tmpfs|ramfs",device=~"/dev/\\\\w+"}[6h], 24 * 3600) < 0',
  ])('makes series on which %s returns something but for its comparisons', (expression) => {
    expect(tryRule(expression)).toEqual({ kind: 'evaluated', returns: true })
  })

  it.each([
    ['limitk(1, x)', { kind: 'refused', line: 1, column: 1, unsupported: true }],
    ['sum(\n  histogram_share(x))', { kind: 'refused', line: 2, column: 3, unsupported: false }],
    ['label_replace(x, "a", "", "b", "(")', { kind: 'failed' }],
  ])('says what becomes of %j', (expression, outcome) => {
    expect(tryRule(expression)).toMatchObject(outcome)
  })
})

it('sums up, and lists what was not evaluated with its place in the file', () => {
  const rule = (name: string, expression: string, line: number) => ({ name, kind: 'alert', expression, line }) as const
  const tried = [rule('A', 'up == 0', 5), rule('B', 'x +\n  limitk(1, x)', 8), rule('C', 'up == 0', 12)].map(
    (each) => ({
      file: 'a.yml',
      rule: each,
      outcome: tryRule(each.expression),
    }),
  )
  const text = summarise(1, tried)
  expect(text).toContain('rules\t3\ndifferent expressions\t2\nparsed\t2\t66.67%\nevaluated\t2\t66.67%\n')
  expect(text).toContain('a.yml:9 alert B: refused: 2:3 limitk: the aggregation limitk, which is experimental')
})
