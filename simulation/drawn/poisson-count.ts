// How many arrivals of a Poisson process fall into some time, or into one bucket of it.

import { type Random, standardNormal } from '../../core/random.ts'

/** From here on the draw takes the same time whatever the mean is. */
const LARGE_MEAN = 30

/**
 * A draw from the Poisson distribution. Exact at any mean: by multiplication below 30 (Knuth), above by first drawing an
 * order statistic of the process, which leaves a smaller mean or a binomial (Ahrens and Dieter, 1974).
 */
export function poissonCount(mean: number, random: Random): number {
  if (!(mean >= 0 && Number.isFinite(mean))) throw new RangeError(`expected a mean of 0 or more, got ${mean}`)
  let count = 0
  let left = mean
  while (left >= LARGE_MEAN) {
    const nth = Math.floor((7 * left) / 8)
    // When the nth arrival comes, with a rate of one.
    const arrival = gammaOfWhole(nth, random)
    if (arrival > left) return count + binomialCount(nth - 1, left / arrival, random)
    count += nth
    left -= arrival
  }
  return count + smallPoisson(left, random)
}

function smallPoisson(mean: number, random: Random): number {
  const least = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > least; product *= random()) count++
  return count
}

/** Gamma with a whole shape above 1, by rejection (Marsaglia and Tsang, 2000). */
function gammaOfWhole(shape: number, random: Random): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = standardNormal(random)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

/** How many of so many trials succeed. Halves the number of trials with an order statistic until few are left (Relles, 1972). */
export function binomialCount(trials: number, probability: number, random: Random): number {
  let count = 0
  let [left, p] = [trials, probability]
  while (left >= LARGE_MEAN && p > 0 && p < 1) {
    // The middle one of the trials' uniform numbers is a beta.
    const middle = Math.floor(left / 2) + 1
    const [below, above] = [gammaOfWhole(middle, random), gammaOfWhole(left - middle + 1, random)]
    const place = below / (below + above)
    if (place <= p) {
      count += middle
      left -= middle
      p = (p - place) / (1 - place)
    } else {
      left = middle - 1
      p /= place
    }
  }
  for (let trial = 0; trial < left; trial++) if (random() < p) count++
  return count
}
