import { describe, expect, it } from 'vitest'
import type { SlotTally } from '../../../analysis/statistics/fraction-interval.ts'
import { grossViolation } from '../../../analysis/statistics/gross-violation.ts'
import { randomStream, standardNormal } from '../../../core/random.ts'

/** `rate` requests a second; from `from` to `to` a share of them is bad, else every `calmEvery`th (0: none). */
function incident(
  seconds: number,
  rate: number,
  { from, to, share = 1, calmEvery = 0 }: { from: number; to: number; share?: number; calmEvery?: number },
): SlotTally[] {
  let bad = 0
  let count = 0
  return Array.from({ length: seconds }, (_, second) => {
    let events = 0
    for (let i = 0; i < rate; i++) {
      const at = second + (i + 0.5) / rate
      count++
      bad += share
      const isIncident = at >= from && at < to
      if (isIncident ? bad >= 1 : calmEvery > 0 && count % calmEvery === 0) events++
      if (bad >= 1) bad -= 1
    }
    return { stratum: 0, trials: rate, events }
  })
}

describe('grossViolation', () => {
  it.each<{ what: string; tallies: SlotTally[]; allowed: number; kind: 'budget' | 'incident' }>([
    {
      what: 'half of 30 s down against 1%',
      tallies: incident(30, 20, { from: 8, to: 23 }),
      allowed: 0.01,
      kind: 'budget',
    },
    { what: 'all but 3 s down', tallies: incident(30, 20, { from: 1, to: 28 }), allowed: 0.01, kind: 'budget' },
    {
      what: 'half of 600 s down, calm seconds with errors of their own',
      tallies: incident(600, 20, { from: 100, to: 400, calmEvery: 250 }),
      allowed: 0.01,
      kind: 'budget',
    },
    {
      what: 'one second of 30 down',
      tallies: incident(30, 50, { from: 8.4, to: 9.4 }),
      allowed: 0.01,
      kind: 'incident',
    },
    {
      what: 'a freeze: one second of 12 above the limit of a P95, astride two seconds',
      tallies: incident(12, 50, { from: 4.5, to: 5.5 }),
      allowed: 0.05,
      kind: 'incident',
    },
    {
      what: 'a brownout: 30% fail for 10 s of 60',
      tallies: incident(60, 50, { from: 8.4, to: 18.4, share: 0.3, calmEvery: 500 }),
      allowed: 0.01,
      kind: 'budget',
    },
    {
      what: 'a faint one: 5% fail for half of 60 s',
      tallies: incident(60, 50, { from: 8.4, to: 38.4, share: 0.05, calmEvery: 500 }),
      allowed: 0.01,
      kind: 'incident',
    },
    {
      what: 'more than half slow against a median',
      tallies: incident(30, 20, { from: 5, to: 24 }),
      allowed: 0.5,
      kind: 'incident',
    },
  ])('finds $what', ({ tallies, allowed, kind }) => {
    expect(grossViolation(tallies, allowed, 1)?.kind).toBe(kind)
  })

  it('names the seconds of an incident and their share of all requests', () => {
    expect(grossViolation(incident(12, 50, { from: 4.5, to: 5.5 }), 0.05, 1)).toEqual({
      kind: 'incident',
      slots: [4, 5],
      slotsShare: 50 / 600,
    })
  })

  it.each<{ what: string; tallies: SlotTally[]; allowed: number }>([
    { what: 'no event', tallies: incident(30, 20, { from: 0, to: 0 }), allowed: 0.01 },
    { what: 'no request', tallies: [], allowed: 0.01 },
    { what: '2 of 100 errors, which chance explains', tallies: incident(10, 10, { from: 3, to: 3.2 }), allowed: 0.01 },
    {
      what: 'one noisy second that moves 3.6% to 5.2% of 60,000',
      tallies: incident(60, 1000, { from: 8, to: 9, calmEvery: 28 }),
      allowed: 0.05,
    },
    {
      what: 'one noisy second of 20 that moves 4% to 8.8%',
      tallies: incident(20, 100, { from: 8, to: 9, calmEvery: 25 }),
      allowed: 0.05,
    },
    {
      what: 'seconds of which each varies: the worst are the tail of the others',
      tallies: [0, 2, 9, 1, 0, 16, 3, 8, 0, 1, 30, 4, 0, 12, 2, 6, 20, 1, 0, 18].map((events) => ({
        stratum: 0,
        trials: 100,
        events,
      })),
      allowed: 0.05,
    },
  ])('finds none: $what', ({ tallies, allowed }) => {
    expect(grossViolation(tallies, allowed, 1)).toBeNull()
  })

  it('leaves out what the generator may have done', () => {
    const freeze = incident(12, 50, { from: 4.5, to: 5.5 })
    expect(grossViolation(freeze, 0.05, 1, 5)?.kind).toBe('incident')
    expect(grossViolation(freeze, 0.05, 1, 12)).toBeNull()
  })
})

// A service whose P95 is 0.9 of the limit, requests of one second alike: it meets the objective, and a run of it that
// does not must hardly ever be called gross.
describe('of 100 runs of a service at 0.9 of its limit', () => {
  const runs = (seconds: number, shared: number, rho: number) =>
    Array.from({ length: 100 }, (_, seed) => grossViolation(service(seed, seconds, shared, rho), 0.05, 1)).filter(
      (violation) => violation !== null,
    ).length

  it.each([
    { what: 'independent requests', seconds: 30, shared: 0, rho: 0, most: 0 },
    { what: 'seconds that differ by 10%, independently', seconds: 30, shared: 0.1, rho: 0, most: 0 },
    { what: 'seconds that differ by 10% and follow one another', seconds: 60, shared: 0.1, rho: 0.8, most: 0 },
    { what: 'seconds that differ by 30%, independently', seconds: 60, shared: 0.3, rho: 0, most: 0 },
    { what: 'seconds that differ by 30% and follow one another', seconds: 60, shared: 0.3, rho: 0.8, most: 3 },
  ])('$what: at most $most are gross', ({ seconds, shared, rho, most }) => {
    expect(runs(seconds, shared, rho)).toBeLessThanOrEqual(most)
  })
})

const OWN = 0.5
const Z95 = 1.6448536269514722

function service(seed: number, seconds: number, shared: number, rho: number): SlotTally[] {
  const random = randomStream(seed, 'service')
  const median = Math.log(0.9) - Z95 * Math.hypot(shared, OWN)
  let level = standardNormal(random)
  return Array.from({ length: seconds }, () => {
    level = rho * level + Math.sqrt(1 - rho * rho) * standardNormal(random)
    const latencies = Array.from({ length: 100 }, () => median + shared * level + OWN * standardNormal(random))
    return { stratum: 0, trials: 100, events: latencies.filter((logarithm) => logarithm > 0).length }
  })
}
