import { describe, expect, it } from 'vitest'
import { blockBootstrap } from '../../../analysis/statistics/block-bootstrap.ts'
import { randomStream } from '../../../core/random.ts'

const alike = (count: number, trials = 20) => Array.from({ length: count }, () => ({ stratum: 0, trials }))

function independent(seed: number, count: number): number[] {
  const random = randomStream(seed, 'independent')
  return Array.from({ length: count }, () => Array.from({ length: 20 }, random).filter((draw) => draw < 0.05).length)
}

describe('blockBootstrap', () => {
  it('is null for independent requests in about nine of ten runs', () => {
    const found = Array.from({ length: 200 }, (_, seed) => blockBootstrap(alike(60), 1)(independent(seed, 60)))
    expect(found.filter((spread) => spread !== null).length).toBeLessThan(40)
  })

  it('widens for bursts: 3 of 60 seconds in which everything failed', () => {
    const events = Array.from({ length: 60 }, (_, i) => (i % 20 === 7 ? 20 : 0))
    const spread = blockBootstrap(alike(60), 1)(events)
    // Three bursts, give or take √3 of them twice: −1 at the least, +4 or so of 60 seconds.
    expect(spread?.lower).toBeLessThan(-2 / 60)
    expect(spread?.upper).toBeGreaterThan(3 / 60)
  })

  it('widens more for consecutive seconds than for the same seconds scattered', () => {
    const stretch = Array.from({ length: 80 }, (_, i) => (i >= 20 && i < 40 ? 10 : 0))
    const scattered = Array.from({ length: 80 }, (_, i) => (i % 4 === 0 ? 10 : 0))
    const bootstrap = blockBootstrap(alike(80), 1)
    expect(bootstrap(stretch)?.upper).toBeGreaterThan(2 * (bootstrap(scattered)?.upper ?? 0))
  })

  it('does not widen for phases that differ by design', () => {
    const slots = Array.from({ length: 60 }, (_, i) => ({ stratum: i < 30 ? 0 : 1, trials: 20 }))
    const events = slots.map(({ stratum }) => (stratum === 0 ? 0 : 20))
    expect(blockBootstrap(slots, 1)(events)).toBeNull()
    expect(blockBootstrap(alike(60), 1)(events)).not.toBeNull()
  })

  it('does not resample a phase of two seconds', () => {
    const slots = Array.from({ length: 22 }, (_, i) => ({ stratum: i < 20 ? 0 : 1, trials: 20 }))
    expect(blockBootstrap(slots, 1)(slots.map((_, i) => (i === 20 ? 20 : 0)))).toBeNull()
  })

  it.each([
    { what: 'no slot', slots: [], events: [] },
    { what: 'four slots', slots: alike(4), events: [0, 20, 0, 20] },
    { what: 'slots without requests', slots: alike(10, 0), events: Array(10).fill(0) },
    { what: 'no event', slots: alike(10), events: Array(10).fill(0) },
    { what: 'nothing but events', slots: alike(10), events: Array(10).fill(20) },
  ])('is null for $what', ({ slots, events }) => {
    expect(blockBootstrap(slots, 1)(events)).toBeNull()
  })

  it('gives the same result for the same seed', () => {
    const events = Array.from({ length: 60 }, (_, i) => (i % 20 === 7 ? 20 : 0))
    expect(blockBootstrap(alike(60), 5)(events)).toEqual(blockBootstrap(alike(60), 5)(events))
    expect(blockBootstrap(alike(60), 5)(events)).not.toEqual(blockBootstrap(alike(60), 6)(events))
  })
})
