import { parseGoFloat } from './go-float.ts'
import type { Labels } from './series.ts'

/** The finite bounds of every classic histogram among the series, by its name without `_bucket`; ascending. */
export function histogramBounds(series: readonly Labels[]): ReadonlyMap<string, readonly number[]> {
  const bounds = new Map<string, Set<number>>()
  for (const { __name__ = '', le } of series) {
    const bound = __name__.endsWith('_bucket') && le !== undefined ? parseGoFloat(le) : undefined
    if (bound === undefined || !Number.isFinite(bound)) continue
    const name = __name__.slice(0, -'_bucket'.length)
    bounds.set(name, (bounds.get(name) ?? new Set()).add(bound))
  }
  return new Map([...bounds].map(([name, values]) => [name, [...values].sort((a, b) => a - b)]))
}
