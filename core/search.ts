/** The first whole number from `from` on, below `end`, for which a condition holds that stays true once it is; `end` where none. */
export function firstWhere(from: number, end: number, holds: (index: number) => boolean): number {
  let low = from
  let high = end
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
