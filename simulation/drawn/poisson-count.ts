// How many arrivals of a Poisson process fall into some time, or into one bucket of it.

import type { Random } from '../../core/random.ts'

/** Below it the draw takes as many steps as the count. */
const LEAST_REJECTED_MEAN = 10

/**
 * A draw from the Poisson distribution, exact at any mean and equally fast: by inversion where it is small, by transformed
 * rejection where it is not (Hörmann, 1993, algorithm PTRS).
 */
export function poissonCount(mean: number, random: Random): number {
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) throw new RangeError(`expected a mean of 0 or more, got ${mean}`)
  return mean < LEAST_REJECTED_MEAN ? invertedPoisson(mean, random) : rejectedPoisson(mean, random)
}

function invertedPoisson(mean: number, random: Random): number {
  let probability = Math.exp(-mean)
  let left = random()
  let count = 0
  while (left >= probability) {
    left -= probability
    count++
    probability *= mean / count
  }
  return count
}

function rejectedPoisson(mean: number, random: Random): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const surely = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const us = 0.5 - Math.abs(u)
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= surely) return count
    if (count < 0 || (us < 0.013 && v > us)) continue
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    const accepted = Math.log((v * inverseAlpha) / (a / (us * us) + b))
    if (accepted <= count * Math.log(mean) - mean - logFactorial(count)) return count
  }
}

const LOG_FACTORIALS = logFactorials(64)

/** Beyond the table by Stirling's series, whose next term is below 1e-13 there. */
function logFactorial(n: number): number {
  if (n < LOG_FACTORIALS.length) return LOG_FACTORIALS[n] as number
  const [inverse, square] = [1 / n, 1 / (n * n)]
  const series = inverse * (1 / 12 - square * (1 / 360 - square / 1260))
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series
}

function logFactorials(count: number): Float64Array {
  const logs = new Float64Array(count)
  for (let n = 2; n < count; n++) logs[n] = (logs[n - 1] as number) + Math.log(n)
  return logs
}
