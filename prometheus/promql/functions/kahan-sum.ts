// Sums and means with Kahan's and Neumaier's compensation.
// Source: prometheus/prometheus promql/functions.go, kahanSumInc, and engine.go, aggregation.

/** A sum in progress, with what its roundings lost. */
export class KahanSum {
  sum: number
  compensation: number

  constructor(sum = 0, compensation = 0) {
    this.sum = sum
    this.compensation = compensation
  }

  add(value: number): void {
    const { sum } = this
    const next = sum + value
    if (Math.abs(next) === Number.POSITIVE_INFINITY) this.compensation = 0
    else this.compensation += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    this.sum = next
  }

  get total(): number {
    return this.sum + this.compensation
  }
}

export function kahanSum(values: readonly number[]): number {
  const sum = new KahanSum()
  for (const value of values) sum.add(value)
  return sum.total
}

/** The compensated sum, divided; where it would overflow, a running mean takes over. Since 2.55. */
export function kahanMean(values: readonly number[]): number {
  const total = new KahanSum(values[0])
  for (let i = 1; i < values.length; i++) {
    const { sum, compensation } = total
    total.add(values[i] as number)
    if (Math.abs(total.sum) === Number.POSITIVE_INFINITY)
      return runningMean(values, new KahanSum(sum / i, compensation / i), i)
  }
  return total.sum / values.length + total.compensation / values.length
}

function runningMean(values: readonly number[], meanSoFar: KahanSum, from: number): number {
  let mean = meanSoFar
  for (let i = from; i < values.length; i++) {
    const weight = i / (i + 1)
    mean = new KahanSum(weight * mean.sum, weight * mean.compensation)
    mean.add((values[i] as number) / (i + 1))
  }
  return mean.total
}

/** The running mean of `avg` before 2.55; `avg_over_time` compensated it. Infinities do not turn into NaN. */
export function incrementalMean(values: readonly number[], start: 'zero' | 'firstValue'): number {
  const compensated = start === 'zero'
  const mean = new KahanSum(compensated ? 0 : values[0])
  for (let i = compensated ? 0 : 1; i < values.length; i++) {
    const value = values[i] as number
    if (keepsInfinity(mean.sum, value)) continue
    const change = value / (i + 1) - mean.sum / (i + 1)
    if (compensated) mean.add(change)
    else mean.sum += change
  }
  return Math.abs(mean.sum) === Number.POSITIVE_INFINITY ? mean.sum : mean.total
}

function keepsInfinity(mean: number, value: number): boolean {
  if (Math.abs(mean) !== Number.POSITIVE_INFINITY) return false
  return value === mean || Number.isFinite(value)
}
