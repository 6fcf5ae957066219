import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileInterval, tallySlower } from '../../../analysis/statistics/quantile-interval.ts'
import { latencyQuantile, mergeLatencies, totalCount } from '../../../core/latency/latency-counts.ts'
import { randomStream } from '../../../core/random.ts'
import { latenciesOf, rawLatencies } from '../support/latencies-of.ts'
import { type Simulation, simulatedSlots, trueP95 } from '../support/simulated-slots.ts'

const oneSlot = (latencies: ReturnType<typeof latenciesOf>) => [{ stratum: 0, latencies }]
const oneTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

describe('quantileInterval of one second', () => {
  it.each([
    { what: 'order statistics 184 and 197 of 200', count: 200, lower: 184, upper: 197 },
    { what: '559 and 581 of 600', count: 600, lower: 559, upper: 581 },
    { what: 'no upper end of 71', count: 71, lower: 63, upper: Number.POSITIVE_INFINITY },
    { what: 'the greatest of 72', count: 72, lower: 64, upper: 72 },
    { what: 'nothing at all of 1', count: 1, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
  ])('$what', ({ count, lower, upper }) => {
    const interval = quantileInterval(oneSlot(rawLatencies(oneTo(count))), 0.95, 1)
    expect(interval).toEqual({ lowerSeconds: lower, upperSeconds: upper })
  })

  it('is a single value where all latencies are equal', () => {
    const interval = quantileInterval(oneSlot(latenciesOf(Array(600).fill(2.002))), 0.95, 1)
    expect(interval).toEqual({ lowerSeconds: 2.002, upperSeconds: 2.002 })
  })

  it('requests that never ended count at +∞', () => {
    const few = { ...rawLatencies(oneTo(580)), unbounded: 20 }
    expect(quantileInterval(oneSlot(few), 0.95, 1)).toEqual({
      lowerSeconds: 559,
      upperSeconds: Number.POSITIVE_INFINITY,
    })
    const many = { ...rawLatencies(oneTo(300)), unbounded: 300 }
    expect(quantileInterval(oneSlot(many), 0.95, 1).lowerSeconds).toBe(Number.POSITIVE_INFINITY)
    const only = { ...latenciesOf([]), unbounded: 300 }
    expect(quantileInterval(oneSlot(only), 0.95, 1).lowerSeconds).toBe(Number.POSITIVE_INFINITY)
  })

  it('rejects an empty sample', () => {
    expect(() => quantileInterval([], 0.95, 1)).toThrow(RangeError)
  })
})

describe('quantileInterval of a run', () => {
  const latency = fc.double({ min: 0.001, max: 20, noNaN: true })
  const run = fc.array(fc.array(latency, { maxLength: 40 }), { minLength: 1, maxLength: 30 })

  it('contains the quantile of the sample', () => {
    fc.assert(
      fc.property(run, fc.constantFrom(0.5, 0.9, 0.95, 0.99), fc.nat({ max: 5 }), (seconds, quantile, timeouts) => {
        const slots = seconds.map((values, i) => ({
          stratum: 0,
          latencies: latenciesOf(values, i === 0 ? timeouts : 0),
        }))
        const all = mergeLatencies(slots.map(({ latencies }) => latencies))
        fc.pre(totalCount(all) > 0)
        const { lowerSeconds, upperSeconds } = quantileInterval(slots, quantile, 7)
        expect(lowerSeconds).toBeLessThanOrEqual(latencyQuantile(all, quantile))
        expect(upperSeconds).toBeGreaterThanOrEqual(latencyQuantile(all, quantile))
      }),
      { numRuns: 60 },
    )
  })

  it('is wider for a smaller sample', () => {
    const width = (count: number) => {
      const evenly = Array.from({ length: count }, (_, i) => 1 + i / count)
      const { lowerSeconds, upperSeconds } = quantileInterval(oneSlot(rawLatencies(evenly)), 0.95, 1)
      return upperSeconds - lowerSeconds
    }
    const widths = [100, 200, 400, 800, 1600, 3200].map(width)
    expect(widths).toEqual([...widths].sort((a, b) => b - a))
  })

  it('is wider where the slow requests came in bursts', () => {
    const slow = (second: number, burst: boolean) => (burst ? (second % 12 === 0 ? 36 : 0) : 3)
    const slots = (burst: boolean) =>
      oneTo(60).map((second) => {
        const count = slow(second, burst)
        const latencies = [...Array(40 - count).fill(0.1), ...Array.from({ length: count }, (_, i) => 1 + i / 40)]
        return { stratum: 0, latencies: latenciesOf(latencies) }
      })
    const [bursts, spread] = [quantileInterval(slots(true), 0.95, 1), quantileInterval(slots(false), 0.95, 1)]
    expect(spread.lowerSeconds).toBeGreaterThan(0.9)
    expect(bursts.lowerSeconds).toBeLessThan(0.11)
  })

  it('gives the same answer for the same seed', () => {
    const simulation = { seconds: 40, perSecond: 20, shared: 0.4, own: 0.4, rho: 0.5 }
    const slots = simulatedSlots(simulation, randomStream(3, 'replay'))
    expect(quantileInterval(slots, 0.95, 11)).toEqual(quantileInterval(slots, 0.95, 11))
  })
})

it('tallySlower counts latencies above the bound and requests that never ended', () => {
  const slots = [
    { stratum: 0, latencies: latenciesOf([0.1, 0.2, 0.3], 2) },
    { stratum: 1, latencies: latenciesOf([0.2]) },
  ]
  expect(tallySlower(slots, 0.21)).toEqual([
    { stratum: 0, trials: 5, events: 3 },
    { stratum: 1, trials: 1, events: 0 },
  ])
})

describe('the interval of the P95 contains the true value in at least 93% of 400 runs', () => {
  const runs: readonly (Simulation & { readonly what: string })[] = [
    { what: 'independent requests', seconds: 40, perSecond: 10, shared: 0, own: 0.5, rho: 0 },
    { what: 'requests that share the fate of their second', seconds: 40, perSecond: 10, shared: 0.3, own: 0.5, rho: 0 },
    { what: 'seconds that follow one another', seconds: 120, perSecond: 8, shared: 0.35, own: 0.5, rho: 0.5 },
  ]
  it.each(runs)(
    '$what',
    (simulation) => {
      const random = randomStream(2024, simulation.what)
      const truth = trueP95(simulation)
      let covered = 0
      for (let run = 0; run < 400; run++) {
        const { lowerSeconds, upperSeconds } = quantileInterval(simulatedSlots(simulation, random), 0.95, run)
        if (lowerSeconds <= truth && truth <= upperSeconds) covered++
      }
      expect(covered / 400).toBeGreaterThanOrEqual(0.93)
      expect(covered / 400).toBeLessThan(1)
    },
    120_000,
  )
})
