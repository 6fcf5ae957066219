// Selection without sorting. Source: Hoare, Algorithm 65: FIND (1961).

/** The value that would stand at `index` if the values were sorted. Reorders them. */
export function nthSmallest(values: Float64Array, index: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[index] as number
    let left = low
    let right = high
    while (left <= right) {
      while ((values[left] as number) < pivot) left++
      while ((values[right] as number) > pivot) right--
      if (left > right) break
      const swapped = values[left] as number
      values[left++] = values[right] as number
      values[right--] = swapped
    }
    if (right < index) low = left
    if (left > index) high = right
  }
  return values[index] as number
}
