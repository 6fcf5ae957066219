import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { RuleSet } from '../../../../prometheus/backtest/replay/rule-set.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'

type Written = Readonly<Record<string, unknown>>

const setOf = (...rules: readonly Written[]) =>
  new RuleSet(parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules }] }), 'rules.yml'), 60)

/** In seconds. */
function needsOf(set: RuleSet) {
  const [alert] = set.alerts
  if (!alert) throw new RangeError('expected an alert')
  const { reads, memoryMs } = set.needsOf(alert)
  return {
    memory: memoryMs / 1e3,
    reaches: reads.map(({ selector, reachMs }) => [selector.metric, reachMs / 1e3]),
  }
}

describe('the writers of a selector', () => {
  const set = setOf(
    { record: 'r', expr: 'x', labels: { env: 'a' } },
    { record: 'r', expr: 'y', labels: { env: 'b' } },
    { alert: 'A', expr: 'r > 1', labels: { severity: 'page', team: '{{ $labels.team }}' } },
    { alert: 'B', expr: 'ALERTS > 1' },
  )

  it.each([
    ['r', ['x', 'y']],
    ['r{env="a"}', ['x']],
    ['r{env=~"a|b"}', ['x', 'y']],
    ['r{env="c"}', []],
    ['r{env!="b",job="any"}', ['x']],
    ['{__name__=~"r.*",constructor="x"}', ['x', 'y']],
    ['ALERTS{severity="page",alertstate="firing",team="t"}', ['r > 1', 'ALERTS > 1']],
    ['ALERTS{severity="page",alertname="A"}', ['r > 1']],
    ['ALERTS{severity="ticket"}', ['ALERTS > 1']],
  ])('of %s are those whose labels it accepts', (text, expressions) => {
    const selector = parseExpression(text)
    if (selector.kind !== 'vectorSelector') throw new TypeError('expected a selector')
    expect(set.writersOf(selector).map(({ expression }) => expression)).toEqual(expressions)
  })

  it.each([
    [{ __name__: 'r', env: 'a' }, true],
    [{ __name__: 'r', env: 'c' }, false],
    [{ __name__: 'r' }, false],
    [{ __name__: 'x', env: 'a' }, false],
    [{ __name__: 'ALERTS', alertname: 'A', severity: 'page', alertstate: 'firing', team: 't' }, true],
    [{ __name__: 'ALERTS', alertname: 'A', severity: 'ticket' }, true],
    [{ __name__: 'ALERTS', alertname: 'C' }, false],
  ])('hide %o of the record: %s', (series, isWritten) => {
    expect(set.isWritten(series)).toBe(isWritten)
  })
})

describe('what an alert needs', () => {
  it('is read once, as far back as the longest way to it reaches', () => {
    const set = setOf(
      { record: 'r0', expr: 'rate(x[5m])' },
      { record: 'r1', expr: 'r0 + r0' },
      { record: 'r2', expr: 'r1 + max_over_time(r0[1h])' },
      { alert: 'A', expr: 'r2 > 1' },
    )
    // 5m of r2 and the interval, 1h of r0 and the interval, 5m of x.
    expect(needsOf(set)).toEqual({ memory: 60, reaches: [['x', 300 + 60 + 3600 + 60 + 300]] })
  })

  it.each([
    ['r2', 300 + 1800],
    ['rate(r2[10m] offset 5m)', 900 + 300 + 1800],
    ['r2 + on () x', 300 + 1800],
  ])('begins with the longest ranges of %s, which a last sample is none of', (expr, seconds) => {
    const set = setOf(
      { record: 'r1', expr: 'rate(x[5m])' },
      { record: 'r2', expr: 'r1 + on () max_over_time(r1[30m])' },
      { alert: 'A', expr: `${expr} > 1` },
    )
    const [alert] = set.alerts
    const ranges = alert ? set.needsOf(alert).reads.map(({ rangeBackMs }) => rangeBackMs / 1e3) : []
    expect(Math.max(...ranges)).toBe(seconds)
  })

  it('is remembered as long as the longest chain of alerts is', () => {
    const set = setOf(
      { alert: 'A', expr: 'ALERTS{alertname="B"} and on () ALERTS{alertname="C"} and on () x', for: '1m' },
      { alert: 'B', expr: 'y', for: '2m' },
      { alert: 'C', expr: 'z', for: '5m', keep_firing_for: '1m' },
    )
    // Of each alert with an interval: since when it is active is known to one evaluation.
    expect(needsOf(set).memory).toBe(60 + 300 + 60 + 2 * 60)
  })

  it('ends where rules read themselves or one another in a circle', () => {
    expect(needsOf(setOf({ record: 'r', expr: 'r + x' }, { alert: 'A', expr: 'r > 1' })).reaches).toEqual([['x', 660]])
    const circle = setOf({ record: 'a', expr: 'b + x' }, { record: 'b', expr: 'a + y' }, { alert: 'A', expr: 'a > 1' })
    expect(needsOf(circle).reaches.map(([metric]) => metric)).toEqual(['x', 'y'])
  })
})
