// Sums and means with Kahan's and Neumaier's compensation.
// Source: prometheus/prometheus promql/functions.go, kahanSumInc, and engine.go, aggregation.

interface Compensated {
  readonly sum: number
  readonly compensation: number
}

const ZERO: Compensated = { sum: 0, compensation: 0 }

function add({ sum, compensation }: Compensated, value: number): Compensated {
  const next = sum + value
  if (Math.abs(next) === Number.POSITIVE_INFINITY) return { sum: next, compensation: 0 }
  const lost = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
  return { sum: next, compensation: compensation + lost }
}

export function kahanSum(values: readonly number[]): number {
  const { sum, compensation } = values.reduce(add, ZERO)
  return sum + compensation
}

/** The compensated sum, divided; where it would overflow, a running mean takes over. Since 2.55. */
export function kahanMean(values: readonly number[]): number {
  let total: Compensated = { sum: values[0] as number, compensation: 0 }
  for (let i = 1; i < values.length; i++) {
    const next = add(total, values[i] as number)
    if (Math.abs(next.sum) === Number.POSITIVE_INFINITY) return runningMean(values, total, i)
    total = next
  }
  return total.sum / values.length + total.compensation / values.length
}

function runningMean(values: readonly number[], sumSoFar: Compensated, from: number): number {
  let mean: Compensated = { sum: sumSoFar.sum / from, compensation: sumSoFar.compensation / from }
  for (let i = from; i < values.length; i++) {
    const count = i + 1
    const weight = i / count
    const scaled = { sum: weight * mean.sum, compensation: weight * mean.compensation }
    mean = add(scaled, (values[i] as number) / count)
  }
  return mean.sum + mean.compensation
}

/** The running mean of `avg` before 2.55; `avg_over_time` compensated it. Infinities do not turn into NaN. */
export function incrementalMean(values: readonly number[], start: 'zero' | 'firstValue'): number {
  const compensated = start === 'zero'
  let mean: Compensated = compensated ? ZERO : { sum: values[0] as number, compensation: 0 }
  for (let i = compensated ? 0 : 1; i < values.length; i++) {
    const value = values[i] as number
    if (keepsInfinity(mean.sum, value)) continue
    const change = value / (i + 1) - mean.sum / (i + 1)
    mean = compensated ? add(mean, change) : { sum: mean.sum + change, compensation: 0 }
  }
  return Math.abs(mean.sum) === Number.POSITIVE_INFINITY ? mean.sum : mean.sum + mean.compensation
}

function keepsInfinity(mean: number, value: number): boolean {
  if (Math.abs(mean) !== Number.POSITIVE_INFINITY) return false
  return value === mean || Number.isFinite(value)
}
