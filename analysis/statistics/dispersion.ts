// How much more counts differ than those of events that come by themselves: their variance over their mean, which is 1 for a
// Poisson count (the index of dispersion, Cox 1955).

export interface CountSums {
  readonly counts: number
  readonly sum: number
  readonly squares: number
}

export const NO_COUNTS: CountSums = { counts: 0, sum: 0, squares: 0 }

export function addCount({ counts, sum, squares }: CountSums, count: number): CountSums {
  return { counts: counts + 1, sum: sum + count, squares: squares + count * count }
}

/** 1 where they differ less, and where one count cannot tell. */
export function dispersion({ counts, sum, squares }: CountSums): number {
  if (counts < 2 || sum === 0) return 1
  const mean = sum / counts
  const variance = (squares - sum * mean) / (counts - 1)
  return Math.max(1, variance / mean)
}
