import { expect, it } from 'vitest'
import { compareByLabels } from '../../../../prometheus/promql/functions/natural-order.ts'

it.each([
  ['digits as numbers', ['a'], [{ a: 'cpu2' }, { a: 'cpu10' }]],
  ['a label that is missing first', ['a'], [{ b: '1' }, { a: '1' }]],
  ['the shorter of two', ['a'], [{ a: 'cpu' }, { a: 'cpu1' }]],
  [
    'the next label where the first is equal',
    ['a', 'b'],
    [
      { a: '1', b: '1' },
      { a: '1', b: '2' },
    ],
  ],
  [
    'all labels where those are equal',
    ['a'],
    [
      { a: '1', b: '10' },
      { a: '1', b: '9' },
    ],
  ],
  ['fewer labels', [], [{ a: '1' }, { a: '1', b: '1' }]],
])('puts %s before', (_, names, [first, second]) => {
  expect(compareByLabels(first as Record<string, string>, second as Record<string, string>, names)).toBeLessThan(0)
  expect(compareByLabels(second as Record<string, string>, first as Record<string, string>, names)).toBeGreaterThan(0)
})
