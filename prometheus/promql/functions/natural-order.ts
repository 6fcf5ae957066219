// The order of sort_by_label: labels by their digits as numbers, then all labels by their bytes.
// Source: prometheus/prometheus promql/functions.go, funcSortByLabel; github.com/facette/natsort; labels.Compare.

import { labelValue } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'

/** Below 0 where the first comes before the second. */
export function compareByLabels(a: Labels, b: Labels, names: readonly string[]): number {
  for (const name of names) {
    const [left, right] = [labelValue(a, name), labelValue(b, name)]
    if (left !== right) return isBefore(left, right) ? -1 : 1
  }
  return compareLabels(a, b)
}

function isBefore(a: string, b: string): boolean {
  const [left, right] = [chunksOf(a), chunksOf(b)]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, other] = [left[i] as string, right[i] as string]
    const areNumbers = /^\d/.test(one) && /^\d/.test(other)
    const isSame = areNumbers ? Number(one) === Number(other) : one === other
    if (!isSame) return areNumbers ? Number(one) < Number(other) : one < other
  }
  return left.length <= right.length
}

function chunksOf(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? []
}

function compareLabels(a: Labels, b: Labels): number {
  const [left, right] = [pairsOf(a), pairsOf(b)]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, other] = [left[i] as string, right[i] as string]
    if (one !== other) return one < other ? -1 : 1
  }
  return left.length - right.length
}

/** Names and values, in the order of the names. */
function pairsOf(labels: Labels): readonly string[] {
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
}
