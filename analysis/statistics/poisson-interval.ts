// The exact confidence interval of the mean of a Poisson count. Source: Garwood, Biometrika 28 (1936).
// The incomplete gamma function is that of Numerical Recipes, 6.2.

import { TAIL } from '../../core/confidence-level.ts'

export interface CountBounds {
  readonly lower: number
  readonly upper: number
}

/**
 * For no events the upper end is −ln(tail): 3.69 at 2.5%.
 * @param events need not be whole: events that come in clusters count for fewer
 * @param tail with which probability each end is wrong at most
 */
export function poissonInterval(events: number, tail: number = TAIL): CountBounds {
  if (!(events >= 0 && Number.isFinite(events))) throw new RangeError(`expected 0 events or more, got ${events}`)
  const most = 2 * events + 50
  return {
    lower: events === 0 ? 0 : meanWhere(most, (mean) => regularizedGamma(events, mean) >= tail),
    upper: meanWhere(most * 2, (mean) => 1 - regularizedGamma(events + 1, mean) <= tail),
  }
}

/** The smallest mean for which a monotone condition holds. */
function meanWhere(most: number, holds: (mean: number) => boolean): number {
  let [low, high] = [0, most]
  while (!holds(high)) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}

const ENOUGH = 1e-15
const MOST_TERMS = 1_000_000
const TINY = 1e-300

/** P(a, x), the lower one: the probability that a gamma of shape a is at most x. P(N ≥ a) of a Poisson count with mean x. */
export function regularizedGamma(a: number, x: number): number {
  if (x <= 0) return 0
  const front = Math.exp(a * Math.log(x) - x - logGammaOf(a))
  if (x < a + 1) {
    let [sum, term] = [1 / a, 1 / a]
    for (let n = 1; n < MOST_TERMS && term > sum * ENOUGH; n++) {
      term *= x / (a + n)
      sum += term
    }
    return front * sum
  }
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < MOST_TERMS; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / awayFromZero(an * d + b)
    c = awayFromZero(b + an / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < ENOUGH) break
  }
  return 1 - front * fraction
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/** By Stirling's series, from 10 on; below by the recurrence. Exact to about fourteen digits. */
function logGammaOf(x: number): number {
  let [shifted, product] = [x, 1]
  while (shifted < 10) product *= shifted++
  const [inverse, square] = [1 / shifted, 1 / (shifted * shifted)]
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
}
