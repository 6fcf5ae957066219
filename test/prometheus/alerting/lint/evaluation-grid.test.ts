import { describe, expect, it } from 'vitest'
import { lintGroup } from './lint-one.ts'

const of = (held: string, interval: string | null, evaluationIntervalSeconds?: number) =>
  lintGroup(
    'evaluationGrid',
    [{ alert: 'A', expr: 'up == 0', for: held }],
    evaluationIntervalSeconds === undefined ? {} : { evaluationIntervalSeconds },
    interval === null ? {} : { interval },
  )

describe('a for that rests on two evaluations', () => {
  it('is a warning where it is shorter than one', () => {
    expect(of('30s', '1m')).toEqual([
      'A warning: for 30s with an evaluation every 1m acts as 1m, and rests on 2 evaluations alone: what happens between them is not seen; take 2m or more, or evaluate more often',
    ])
  })

  it('is a note otherwise', () => {
    expect(of('1m', '1m')).toEqual([
      'A note: for 1m with an evaluation every 1m rests on 2 evaluations alone: what happens between them is not seen; take 2m or more, or evaluate more often',
    ])
    expect(of('60s', null, 60)).toEqual([expect.stringMatching(/^A note: .* rests on 2 evaluations alone/)])
  })

  it.each([
    ['two of them fit', '2m', '1m', undefined],
    ['it acts as two of them', '90s', null, 60],
    ['it is hardly longer than one', '60001ms', '1m', undefined],
    ['there is none', '0s', '1m', undefined],
    ['nobody knows how often rules are evaluated', '1s', null, undefined],
    ['the group has an interval of its own', '30s', '15s', 60],
  ])('is none where %s', (_, held, interval, global) => {
    expect(of(held, interval, global)).toEqual([])
  })
})
