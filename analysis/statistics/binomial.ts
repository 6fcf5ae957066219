// The binomial distribution, exactly, for any number of trials.
// Source: Numerical Recipes, 6.1 (log-gamma, Lanczos) and 6.4 (incomplete beta, continued fraction by Lentz).

/** P(at most `successes` of `trials`), each with probability `probability`. Successes need not be whole. */
export function binomialAtMost(successes: number, trials: number, probability: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`expected a probability from 0 to 1, got ${probability}`)
  if (successes < 0) return 0
  if (successes >= trials) return 1
  return regularizedBeta(1 - probability, trials - successes, successes + 1)
}

/** I_x(a, b), the regularized incomplete beta function, for a and b above 0. */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)
  const front = Math.exp(logFront)
  // The continued fraction converges quickly on this side of the mean; the other side is its mirror image.
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a
  return 1 - (front * betaFraction(1 - x, b, a)) / b
}

// 1e-300 keeps Lentz's method from dividing by zero. The fraction needs O(√max(a, b)) steps: 100,000 are
// enough for 10 thousand million trials, and a thousand trials take about twenty.
const TINY = 1e-300
const MOST_STEPS = 100_000

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-14) break
  }
  return fraction
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
  -0.5395239384953e-5,
] as const

function logGamma(x: number): number {
  const shifted = x + 5.5 - (x + 0.5) * Math.log(x + 5.5)
  const series = LANCZOS.reduce((sum, coefficient, i) => sum + coefficient / (x + 1 + i), 1.000000000190015)
  return -shifted + Math.log((2.5066282746310007 * series) / x)
}
