import type { Values } from './chart-data.ts'

/** The highest value that is present; null where there is none. */
export function highestValue(values: Values): number | null {
  return values.reduce<number | null>(
    (highest, value) => (value !== null && value > (highest ?? -1) ? value : highest),
    null,
  )
}

/** The index of the element that is closest to `wanted`; 0 of an empty list. */
export function nearestIndex(values: readonly number[], wanted: number): number {
  const distance = (i: number) => Math.abs((values[i] as number) - wanted)
  return values.reduce((nearest, _, i) => (distance(i) < distance(nearest) ? i : nearest), 0)
}
