import { describe, expect, it } from 'vitest'
import { compareVariants, matchEpisodes } from '../../../analysis/backtest/compare-variants.ts'
import { type EpisodeTimes, episode, evaluatedAlert, START_MS } from '../../support/sample-backtests.ts'

const drawn = (...times: EpisodeTimes[]) => evaluatedAlert({ drawn: times, could: times })
const variant = (name: string, ...alerts: ReturnType<typeof drawn>[]) => ({ name, alerts })
const compare = (before: ReturnType<typeof drawn>[], after: ReturnType<typeof drawn>[]) =>
  compareVariants(variant('as written', ...before), variant('new.yml', ...after))

describe('compareVariants', () => {
  it.each([
    { sentence: 'the same pages', before: [[0, 10]], after: [[0, 10]], found: [0, 0, 0, 1] },
    { sentence: 'a new page', before: [], after: [[0, 10]], found: [1, 0, 0, 0] },
    { sentence: 'a page that is gone', before: [[0, 10]], after: [], found: [0, 1, 0, 0] },
    { sentence: 'a page that comes later', before: [[0, 10]], after: [[3, 10]], found: [0, 0, 1, 0] },
    { sentence: 'a page that ends later', before: [[0, 10]], after: [[0, 20]], found: [0, 0, 1, 0] },
    { sentence: 'pages far apart', before: [[0, 10]], after: [[100, 110]], found: [1, 1, 0, 0] },
    {
      sentence: 'two pages that become one',
      before: [
        [0, 10],
        [12, 20],
      ],
      after: [[0, 20]],
      found: [0, 1, 1, 0],
    },
  ] as const)('tells $sentence', ({ before, after, found }) => {
    const [change] = compare([drawn(...before)], [drawn(...after)])
    const { newPages = [], gonePages = [], movedPages = [], samePages } = change ?? {}
    expect([newPages.length, gonePages.length, movedPages.length, samePages]).toEqual(found)
  })

  it('says how much earlier a page comes and ends', () => {
    const [change] = compare([drawn([10, 20])], [drawn([7, 21])])
    expect(change?.movedPages).toEqual([
      {
        labels: { alertname: 'CheckoutSlow', route: '/checkout', severity: 'page' },
        before: '2026-11-01T00:10:00.000Z',
        after: '2026-11-01T00:07:00.000Z',
        earlierSeconds: 180,
        endsEarlierSeconds: -60,
      },
    ])
  })

  it('joins rules of one name, and lists alerts that only one side has', () => {
    const other = evaluatedAlert({}, { alert: 'Other' })
    const changes = compare([drawn([0, 10]), drawn([100, 110])], [other])
    expect(changes.map(({ alert, before, after }) => [alert, before?.drawn, after?.drawn])).toEqual([
      ['CheckoutSlow', 2, undefined],
      ['Other', undefined, 0],
    ])
  })

  it('says where a side is not known', () => {
    const gap = [{ fromMs: START_MS, toMs: START_MS + 1 }]
    const [change] = compare([drawn()], [evaluatedAlert({}, { notKnown: gap })])
    expect([change?.before?.isKnown, change?.after?.isKnown]).toEqual([true, false])
  })
})

describe('matchEpisodes', () => {
  it('takes a page that waited longer for the same one, although they do not fire at once', () => {
    const before = episode([2, 4])
    const after = episode([5, 9], { activeSinceMs: START_MS + 60_000 })
    expect(matchEpisodes([before], [after]).pairs).toEqual([[before, after]])
  })

  it('keeps pages of other labels apart, and allows labels that only one side has', () => {
    const old = episode([0, 10], { labels: { alertname: 'X', route: '/a' } })
    const other = episode([0, 10], { labels: { alertname: 'X', route: '/b' } })
    const more = episode([0, 10], { labels: { alertname: 'X', route: '/a', team: 'pay' } })
    expect(matchEpisodes([old], [other]).pairs).toEqual([])
    expect(matchEpisodes([old], [more]).pairs).toEqual([[old, more]])
  })

  it('pairs those that overlap longest', () => {
    const old = episode([0, 10])
    const [short, long] = [episode([0, 2]), episode([3, 12])]
    const { pairs, onlyAfter } = matchEpisodes([old], [short, long])
    expect(pairs).toEqual([[old, long]])
    expect(onlyAfter).toEqual([short])
  })
})
