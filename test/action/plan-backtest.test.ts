import { describe, expect, it } from 'vitest'
import { type BacktestInputs, planBacktest } from '../../action/plan-backtest.ts'
import { UserError } from '../../core/user-error.ts'

const NOTHING: BacktestInputs = {
  rules: '',
  proposed: '',
  prometheus: '',
  data: '',
  from: '',
  expect: '',
  inconclusive: 'inconclusive',
  flags: '',
  out: 'sla-reports',
}

describe('planBacktest', () => {
  it.each(['', ' \r\n '])('rejects an input without a rule file: %j', (rules) => {
    expect(() => planBacktest({ ...NOTHING, rules })).toThrow(UserError)
  })

  it.each([
    ['--out elsewhere', 'elsewhere', []],
    ['--quiet --out=elsewhere --json', 'elsewhere', ['--quiet', '--json']],
    ['--out first --out "a b"', 'a b', []],
  ])('looks for the report where the flags put it: %s', (flags, expected, others) => {
    const { folder, args } = planBacktest({ ...NOTHING, rules: 'a.yml', flags })
    expect(folder).toBe(expected)
    expect(args.slice(args.indexOf('--out'))).toEqual(['--out', expected, ...others])
  })

  it('hands on every input as a flag, several lines as several flags', () => {
    const { folder, args } = planBacktest({
      rules: 'a.yml\r\nb.yml',
      proposed: 'new.yml',
      prometheus: 'http://prometheus:9090',
      data: '',
      from: '-28d',
      expect: 'CheckoutSlow: at most 1 per 7d\nCheckoutDown: fires\n',
      inconclusive: 'fail',
      flags: '--for "30s,2m"\n--quiet',
      out: '',
    })
    expect(folder).toBe('sla-reports')
    expect(args).toEqual([
      ...['backtest', '--rules', 'a.yml', '--rules', 'b.yml', '--proposed', 'new.yml'],
      ...['--prometheus', 'http://prometheus:9090', '--from', '-28d'],
      ...['--expect', 'CheckoutSlow: at most 1 per 7d', '--expect', 'CheckoutDown: fires'],
      ...['--inconclusive', 'fail', '--out', 'sla-reports', '--for', '30s,2m', '--quiet'],
    ])
  })
})
