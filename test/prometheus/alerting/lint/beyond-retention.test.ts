import { describe, expect, it } from 'vitest'
import { lintGroup } from './lint-one.ts'

const DAY = 86_400
const of = (expr: string, retentionSeconds?: number) =>
  lintGroup('beyondRetention', [{ record: 'a', expr }], retentionSeconds === undefined ? {} : { retentionSeconds })

describe('a window beyond the retention', () => {
  it('is shorter than it says', () => {
    expect(of('sum(rate(errors_total[30d])) / sum(rate(requests_total[30d]))', 15 * DAY)).toEqual([
      'a warning: errors_total is read 30d back, and the Prometheus keeps 15d: the window is one over 15d, perhaps less; keep more (--storage.tsdb.retention.time), record it, or take a shorter window',
    ])
  })

  it('finds nothing where it begins before it', () => {
    expect(of('rate(errors_total[1h] offset 20d)', 15 * DAY)[0]).toContain('the window finds nothing there')
  })

  it.each([
    ['it fits', 'rate(errors_total[15d])', 15 * DAY],
    ['the retention is not known', 'rate(errors_total[30d])', undefined],
  ])('is none where %s', (_, expr, retention) => {
    expect(of(expr, retention)).toEqual([])
  })
})
