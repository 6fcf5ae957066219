// The standard normal distribution and its inverse.

/**
 * Φ(z), the probability of a value up to z. The series is exact to the last digits of a float64 for |z| below 6.
 * Source: Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11 (2004).
 */
export function normalAtMost(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + sum * density(z)
}

/** The z with Φ(z) = probability, by Newton's method. @throws RangeError unless 1e-6 ≤ probability ≤ 1 − 1e-6 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 1e-6 && probability <= 1 - 1e-6))
    throw new RangeError(`expected a probability from 0.000001 to 0.999999, got ${probability}`)
  let z = 0
  // Φ is concave above 0 and convex below, so the steps never pass the root; 40 of them reach it from 0.
  for (let step = 0; step < 40; step++) z -= (normalAtMost(z) - probability) / density(z)
  return z
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}
