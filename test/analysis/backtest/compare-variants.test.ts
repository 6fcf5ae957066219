import { describe, expect, it } from 'vitest'
import { compareVariants, matchEpisodes } from '../../../analysis/backtest/compare-variants.ts'
import type { BacktestedAlert, Episode } from '../../../core/backtest/backtest.ts'
import {
  alertWithoutData,
  END_MS,
  type EpisodeTimes,
  episode,
  evaluatedAlert,
  notEvaluatedAlert,
  START_MS,
} from '../../support/sample-backtests.ts'

const drawn = (...times: EpisodeTimes[]) => evaluatedAlert({ drawn: times, could: times })
const variant = (name: string, ...alerts: BacktestedAlert[]) => ({ name, alerts })
const compare = (before: BacktestedAlert[], after: BacktestedAlert[]) =>
  compareVariants(variant('as written', ...before), variant('new.yml', ...after), { fromMs: START_MS })

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

/** Minutes since the start, both of evaluations at which nothing is known. */
const gap = (from: number, to: number) => ({ fromMs: START_MS + from * 60_000, toMs: START_MS + to * 60_000 })
const fired = (episodes: readonly Episode[], notKnown: readonly ReturnType<typeof gap>[] = []) =>
  evaluatedAlert({}, { histories: { surely: episodes, drawn: episodes, could: episodes }, notKnown })
const once = drawn([10, 20])
const silent = drawn()
/** Fired when a gap from minute 5 on began, and again behind it. */
const cutInTwo = fired(
  [
    episode([0, null], { lastFiringMs: START_MS + 4 * 60_000 + 45_000 }),
    episode([15, 30], { startedBefore: true, activeSinceMs: START_MS + 15 * 60_000 }),
  ],
  [{ fromMs: START_MS + 5 * 60_000, toMs: START_MS + 14 * 60_000 + 45_000 }],
)

describe('a page is new or gone only where the other rule is known to have been silent', () => {
  const unseen: readonly [string, BacktestedAlert, string][] = [
    ['has no data', alertWithoutData(), 'no series matched http_requst_total'],
    ['is not evaluated', notEvaluatedAlert(), 'it is not evaluated here (1:1 info: not evaluated here)'],
    ['was evaluated at no instant', evaluatedAlert({}, { evaluations: 0 }), 'it was evaluated at no instant'],
    [
      'has no series on a side of an or',
      evaluatedAlert({}, { missing: ['a'], missingSides: ['a'] }),
      'no series matched a',
    ],
  ]

  it.each(unseen)('the proposed rule %s', (_sentence, after, problem) => {
    const [change] = compare([once], [after])
    expect(change).toMatchObject({ newPages: [], gonePages: [], movedPages: [], samePages: 0, unknownPages: 1 })
    expect([change?.before?.problem, change?.after?.problem, change?.after?.isKnown]).toEqual([null, problem, false])
  })

  it.each(unseen)("today's rule %s", (_sentence, before, problem) => {
    const [change] = compare([before], [once])
    expect(change).toMatchObject({ newPages: [], gonePages: [], unknownPages: 1, before: { problem } })
  })

  it.each(unseen)('of two proposed rules of a name one %s', (_sentence, after) => {
    expect(compare([once], [silent, after])).toMatchObject([{ gonePages: [], unknownPages: 1 }])
  })

  it.each([
    ['ends before the gap', [gap(21, 40)], { gonePages: 1, unknownPages: 0 }],
    ['reaches into the gap', [gap(19, 40)], { gonePages: 0, unknownPages: 1 }],
    ['begins to hold in the gap', [gap(0, 8)], { gonePages: 0, unknownPages: 1 }],
    ['holds a single evaluation that is not known', [gap(15, 15)], { gonePages: 0, unknownPages: 1 }],
  ] as const)('a page that %s', (_sentence, notKnown, expected) => {
    const [change] = compare([once], [fired([], notKnown)])
    expect({ gonePages: change?.gonePages.length, unknownPages: change?.unknownPages }).toEqual(expected)
  })

  it.each([
    ['had not begun yet', gap(0, 60), { gonePages: 0, unknownPages: 1, isKnown: false }],
    ['went away for a while', gap(5, 60), { gonePages: 1, unknownPages: 0, isKnown: true }],
  ] as const)('a series that the proposed rule needs %s', (_sentence, without, expected) => {
    const [change] = compare([once], [evaluatedAlert({}, { withoutData: [without] })])
    const { gonePages, unknownPages, after } = change ?? {}
    expect({ gonePages: gonePages?.length, unknownPages, isKnown: after?.isKnown }).toEqual(expected)
  })

  it('a page that a gap cuts in two is no second page', () => {
    const whole = drawn([0, 30])
    for (const [before, after] of [
      [cutInTwo, whole],
      [whole, cutInTwo],
    ] as const)
      expect(compare([before], [after])).toMatchObject([{ newPages: [], gonePages: [], movedPages: [] }])
  })

  it('calls a page gone or new where the rule itself is', () => {
    expect(compare([once], [])).toMatchObject([{ gonePages: [{}], unknownPages: 0, after: null }])
    expect(compare([], [once])).toMatchObject([{ newPages: [{}], unknownPages: 0, before: null }])
  })
})

describe('a page has moved only where both of its times are known', () => {
  it.each<[string, Episode, number]>([
    ['begins in a gap', episode([12, 20], { startedBefore: true }), 0],
    ['ends in a gap', episode([10, null], { lastFiringMs: START_MS + 15 * 60_000 }), 0],
    ['fired already before the other did', episode([8, 20], { startedBefore: true }), 1],
    ['still fired when the other had ended', episode([10, null], { lastFiringMs: START_MS + 25 * 60_000 }), 1],
  ])('%s', (_sentence, next, moved) => {
    const [change] = compare([once], [fired([next])])
    expect([change?.movedPages.length, change?.unknownPages, change?.samePages]).toEqual([moved, 1 - moved, 0])
  })
})

describe('matchEpisodes', () => {
  it('takes pages that fired at the last evaluation alone for the same one', () => {
    const atEnd = () => episode([0, null], { startMs: END_MS, activeSinceMs: END_MS, lastFiringMs: END_MS })
    const [old, next] = [atEnd(), atEnd()]
    expect(matchEpisodes([old], [next])).toEqual({ pairs: [[old, next]], onlyBefore: [], onlyAfter: [] })
  })

  it('keeps a page apart from one that begins when it has ended', () => {
    const [old, next] = [episode([0, 10]), episode([10, 20], { activeSinceMs: START_MS + 600_000 })]
    expect(matchEpisodes([old], [next]).pairs).toEqual([])
  })

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
