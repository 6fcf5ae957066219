import { describe, expect, it } from 'vitest'
import { lintGroup } from './lint-one.ts'

const DAY = 86_400
const of = (expr: string, retentionSeconds?: number) =>
  lintGroup('beyondRetention', [{ record: 'a', expr }], retentionSeconds === undefined ? {} : { retentionSeconds })

describe('what is read beyond the retention', () => {
  it('is not there', () => {
    expect(of('sum(rate(errors_total[30d])) / sum(rate(requests_total[30d]))', 15 * DAY)).toEqual([
      'a warning: it reads samples that are up to 30d old, and the Prometheus keeps them for 15d: a window that reaches further back is shorter than it says, and an offset finds nothing; keep more (--storage.tsdb.retention.time), record it, or take a shorter window',
    ])
  })

  it.each([
    ['an offset', 'rate(errors_total[1h] offset 20d)', 'up to 20d1h old'],
    ['a subquery', 'max_over_time(rate(errors_total[1d])[15d:1h])', 'up to 16d old'],
  ])('is counted with %s', (_, expr, old) => {
    expect(of(expr, 15 * DAY)[0]).toContain(old)
  })

  it.each([
    ['it fits', 'rate(errors_total[15d])', 15 * DAY],
    ['the retention is not known', 'rate(errors_total[30d])', undefined],
  ])('is nothing where %s', (_, expr, retention) => {
    expect(of(expr, retention)).toEqual([])
  })
})
