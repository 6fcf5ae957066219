import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Incident } from '../../../simulation/drawn/incident.ts'
import { degradationsAt, edgesOf, isAwayAt, trafficFactorAt } from '../../../simulation/drawn/incidents-at.ts'

const SPAN = { fromSeconds: 100, toSeconds: 1100 }
const SLOW: Incident = {
  ...SPAN,
  kind: 'degraded',
  share: 0.4,
  faults: [
    { kind: 'slowdown', factor: 3 },
    { kind: 'addedDelay', seconds: 2 },
    { kind: 'errors', share: 0.5 },
  ],
}

describe('incidents at an instant', () => {
  it('is on from its beginning until before its end', () => {
    for (const [seconds, isOn] of [
      [99, false],
      [100, true],
      [1099.9, true],
      [1100, false],
    ] as const) {
      expect(degradationsAt([SLOW], seconds)).toHaveLength(isOn ? 1 : 0)
      expect(isAwayAt([{ ...SPAN, kind: 'away' }], seconds)).toBe(isOn)
      expect(trafficFactorAt([{ ...SPAN, kind: 'traffic', factor: 3 }], seconds)).toBe(isOn ? 3 : 1)
    }
  })

  it('has factors of traffic meet in their product', () => {
    const twice = [2, 5].map((factor): Incident => ({ ...SPAN, kind: 'traffic', factor }))
    expect(trafficFactorAt(twice, 500)).toBe(10)
  })

  it('grows evenly in strength: half of each fault in the middle', () => {
    const [grown] = degradationsAt([{ ...SLOW, rampsUp: 'strength' }], 600.1)
    const [slowdown, delay, errors] = grown?.faults ?? []
    expect(grown?.share).toBe(0.4)
    expect(slowdown).toMatchObject({ kind: 'slowdown', factor: expect.closeTo(Math.sqrt(3), 1) })
    expect(delay).toMatchObject({ kind: 'addedDelay', seconds: expect.closeTo(1, 1) })
    expect(errors).toMatchObject({ kind: 'errors', share: expect.closeTo(0.25, 1) })
    expect(trafficFactorAt([{ ...SPAN, kind: 'traffic', factor: 3, rampsUp: 'strength' }], 600.1)).toBeCloseTo(2, 1)
  })

  it('has requests take so much longer every day where a slowdown grows over days', () => {
    const DAY = 86_400
    const faults = [{ kind: 'slowdown', factor: 1.03 ** 30 }] as const
    const leak: Incident = {
      kind: 'degraded',
      fromSeconds: 0,
      toSeconds: 30 * DAY,
      share: 1,
      faults,
      rampsUp: 'strength',
    }
    const factors = [3, 12, 21].map((day) => {
      const [fault] = degradationsAt([leak], day * DAY + 600)[0]?.faults ?? []
      return fault?.kind === 'slowdown' ? fault.factor ** (1 / day) : null
    })
    for (const perDay of factors) expect(perDay).toBeCloseTo(1.03, 2)
  })

  it('grows in its share, with faults that stay', () => {
    const [grown] = degradationsAt([{ ...SLOW, rampsUp: 'share' }], 350.1)
    expect(grown?.share).toBeCloseTo(0.1, 1)
    expect(grown?.faults).toEqual(SLOW.faults)
  })

  it('changes nowhere but at the edges that are known beforehand', () => {
    const ramp: Incident = { ...SLOW, rampsUp: 'strength' }
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1200, noNaN: true }), (seconds) => {
        const edges = [0, ...edgesOf([ramp]), 1200]
        const next = edges.findIndex((edge) => edge > seconds)
        const [from, to] = [edges[next - 1] as number, edges[next] as number]
        fc.pre(seconds - from > 1e-6 && to - seconds > 1e-6)
        expect(degradationsAt([ramp], seconds)).toEqual(degradationsAt([ramp], (from + to) / 2))
      }),
    )
  })
})
