// Comparing query results as Prometheus' own tests do: no order, NaN equals NaN, relative tolerance 1e-6.

import type { QueryResult } from '../../prometheus/promql/evaluate/evaluate.ts'
import type { InstantSample } from '../../prometheus/promql/evaluate/instant-sample.ts'
import { formatLabels } from '../../prometheus/series/labels.ts'

const TOLERANCE = 1e-6

/** What differs, a line each; nothing where the results are equal. */
export function differences(expected: QueryResult, actual: QueryResult): string[] {
  if (expected.type !== actual.type) return [`expected a ${expected.type}, got a ${actual.type}`]
  const [wanted, got] = [byLabels(samplesOf(expected)), byLabels(samplesOf(actual))]
  const missing = [...wanted].flatMap(([labels, value]) => {
    const other = got.get(labels)
    if (other === undefined) return [`missing ${labels} ${value}`]
    return almostEqual(value, other) ? [] : [`${labels}: expected ${value}, got ${other}`]
  })
  return [
    ...missing,
    ...[...got].filter(([labels]) => !wanted.has(labels)).map((extra) => `unexpected ${extra.join(' ')}`),
  ]
}

function samplesOf(result: QueryResult): readonly InstantSample[] {
  return result.type === 'scalar' ? [{ labels: {}, value: result.value }] : result.samples
}

function byLabels(samples: readonly InstantSample[]): Map<string, number> {
  const values = new Map(samples.map(({ labels, value }) => [formatLabels(labels), value]))
  if (values.size < samples.length) throw new RangeError('two samples have the same labels')
  return values
}

function almostEqual(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true
  return Math.abs(a - b) / (Math.abs(a) + Math.abs(b)) < TOLERANCE
}
