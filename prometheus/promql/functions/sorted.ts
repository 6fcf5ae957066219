// sort, sort_by_label and their descending twins. They decide the order in which a rule's results are seen, and no more.

import type { Labels } from '../../series/series.ts'
import { returnsVector } from './function-definition.ts'
import { compareByLabels } from './natural-order.ts'
import { stringsOf } from './strings-of.ts'

type Direction = 1 | -1

export function sortedByValue(direction: Direction) {
  return returnsVector(['vector'], ([samples]) =>
    samples.toSorted((a, b) => compareValues(a.value, b.value, direction)),
  )
}

export function sortedByLabel(direction: Direction) {
  return returnsVector(
    ['vector', 'string'],
    ([samples], { call }) => {
      const names = stringsOf(call.arguments.slice(1))
      const compare = (a: Labels, b: Labels) => direction * compareByLabels(a, b, names)
      return samples.toSorted((a, b) => compare(a.labels, b.labels))
    },
    { optional: 1, repeatsLast: true },
  )
}

/** NaN comes last, whichever the direction. */
function compareValues(a: number, b: number, direction: Direction): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return direction * (a < b ? -1 : a > b ? 1 : 0)
}
