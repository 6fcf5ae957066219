/**
 * Binary search: the smallest whole number i in [from, end) for which `holds(i)`, or `end` where there is none.
 * `holds` must be monotone: once true, it stays true.
 */
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
