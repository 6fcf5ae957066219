import { describe, expect, it } from 'vitest'
import { latencyQuantile, totalCount } from '../../../core/latency/latency-counts.ts'
import { mergeOpeningCosts, OpeningCosts, openingShare } from '../../../load/recording/opening-costs.ts'
import { outcomeCode } from '../../../load/recording/outcome.ts'

const opening = { attemptSeconds: 10, reachedSeconds: 10.2, openedSeconds: 10.5 }

describe('openingShare', () => {
  it.each<[string, number, number, number]>([
    ['all of it, where the request was due before', 9, 0.2, 0.3],
    ['what was left of connecting, and TLS', 10.1, 0.1, 0.3],
    ['what was left of TLS', 10.4, 0, 0.1],
    ['nothing, where it was due afterwards', 11, 0, 0],
  ])('is %s', (_, intendedSeconds, connectSeconds, tlsSeconds) => {
    const share = openingShare(intendedSeconds, opening)
    expect(share.connectSeconds).toBeCloseTo(connectSeconds, 9)
    expect(share.tlsSeconds).toBeCloseTo(tlsSeconds, 9)
  })
})

const sent = {
  phase: 1,
  request: 0,
  outcome: outcomeCode('completed'),
  status: 200,
  intendedSeconds: 9,
  sentSeconds: 10.5,
  firstByteSeconds: 10.6,
  endedSeconds: 10.7,
}

describe('OpeningCosts', () => {
  it('sums what was paid to what came afterwards, by phase and request', () => {
    const costs = new OpeningCosts()
    costs.add(sent, opening)
    costs.add({ ...sent, request: 1 }, opening)
    costs.add({ ...sent, outcome: outcomeCode('status'), status: 503 }, opening)
    const [first, second] = costs.result()
    expect([first?.request, first?.requests, second?.request, second?.requests]).toEqual([0, 2, 1, 1])
    const medians = (
      ['connectTime', 'tlsTime', 'timeToFirstByte', 'serviceTime', 'timeFromTls', 'timeFromConnect'] as const
    ).map((time) => latencyQuantile(first?.[time] as never, 0.5))
    ;[0.2, 0.3, 0.1, 0.2, 0.5, 0.7].forEach((expected, i) => {
      expect(medians[i]).toBeCloseTo(expected, 2)
    })
  })

  it.each(['timeout', 'reset', 'unfinished'] as const)(
    'has no times of a request that got no answer: %s',
    (outcome) => {
      const costs = new OpeningCosts()
      costs.add({ ...sent, outcome: outcomeCode(outcome), status: 0 }, opening)
      const [cost] = costs.result()
      expect(cost?.requests).toBe(1)
      expect(cost && totalCount(cost.serviceTime)).toBe(0)
    },
  )

  it('merges those of several generators', () => {
    const [a, b] = [new OpeningCosts(), new OpeningCosts()]
    a.add(sent, opening)
    b.add(sent, opening)
    b.add({ ...sent, phase: 2 }, opening)
    const merged = mergeOpeningCosts([...a.result(), ...b.result()])
    expect(merged.map(({ phase, requests, serviceTime }) => [phase, requests, totalCount(serviceTime)])).toEqual([
      [1, 2, 2],
      [2, 1, 1],
    ])
  })
})
