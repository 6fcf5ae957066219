import { describe, expect, it } from 'vitest'
import { exponential, type Random, randomStream, standardNormal } from '../../core/random.ts'

const DRAWS = 100_000

function draws(draw: (random: Random) => number, seed = 1): number[] {
  const random = randomStream(seed, 'test')
  return Array.from({ length: DRAWS }, () => draw(random))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
}

// The mean of 100,000 draws deviates by 0.003 where a single one deviates by 1: 0.012 is four of that.
function expectNear(value: number, truth: number) {
  expect(Math.abs(value - truth)).toBeLessThan(0.012)
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  return mean(a.map((value, i) => (value - meanA) * ((b[i] as number) - meanB))) / (deviation(a) * deviation(b))
}

describe('randomStream', () => {
  it('is determined by seed and name', () => {
    const first = randomStream(42, 'arrivals')
    const second = randomStream(42, 'arrivals')
    const values = Array.from({ length: 5 }, first)
    expect(Array.from({ length: 5 }, second)).toEqual(values)
  })

  it('never changes: a run of today replays tomorrow', () => {
    const random = randomStream(42, 'arrivals')
    expect(Array.from({ length: 4 }, () => Math.floor(random() * 1e9))).toEqual([
      321702668, 491252814, 63560127, 152594776,
    ])
  })

  it('another name or another seed is another stream, uncorrelated with the first', () => {
    const stream = (seed: number, name: string) => {
      const random = randomStream(seed, name)
      return Array.from({ length: 20_000 }, random)
    }
    const base = stream(1, 'arrivals')
    // The correlation of 20,000 independent pairs deviates by 0.007: 0.03 is four of that.
    for (const other of [stream(1, 'latency'), stream(2, 'arrivals'), stream(11, 'arrivals')])
      expect(Math.abs(correlation(base, other))).toBeLessThan(0.03)
  })

  it('is uniform in [0, 1): mean 1/2, deviation 1/√12, ten even tenths', () => {
    const values = draws((random) => random())
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expectNear(mean(values), 0.5)
    expectNear(deviation(values), 1 / Math.sqrt(12))
    const tenths = new Array<number>(10).fill(0)
    for (const value of values) tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] as number) + 1
    const expected = DRAWS / 10
    const chiSquare = tenths.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 27.9 is exceeded by one uniform stream in a thousand, at 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9)
  })
})

describe('exponential', () => {
  it('has mean 1, deviation 1 and median ln 2', () => {
    const values = draws(exponential)
    expect(values.every((value) => value >= 0 && Number.isFinite(value))).toBe(true)
    expectNear(mean(values), 1)
    expectNear(deviation(values), 1)
    expectNear(values.filter((value) => value < Math.LN2).length / DRAWS, 0.5)
  })
})

describe('standardNormal', () => {
  it('has mean 0, deviation 1 and 95% of its draws within 1.96', () => {
    const values = draws(standardNormal)
    expect(values.every(Number.isFinite)).toBe(true)
    expectNear(mean(values), 0)
    expectNear(deviation(values), 1)
    expectNear(values.filter((value) => Math.abs(value) < 1.96).length / DRAWS, 0.95)
  })
})
