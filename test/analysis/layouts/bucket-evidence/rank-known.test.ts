import { describe, expect, it } from 'vitest'
import { rankKnown } from '../../../../analysis/layouts/bucket-evidence/rank-known.ts'
import type { ComparedLayout } from '../../../../core/report/layout-comparison.ts'
import { BUCKET_LAYOUTS } from '../../../support/sample-layouts.ts'

const [SAMPLE] = BUCKET_LAYOUTS.layouts
if (!SAMPLE) throw new Error('expected a compared layout')

type Range = readonly [lower: number, upper: number | null]

function layout(name: string, series: number, [lower, upper]: Range): ComparedLayout {
  const [moving] = (SAMPLE as ComparedLayout).moving
  if (!moving) throw new Error('expected a moving error')
  const range = { lower, upper }
  return {
    ...(SAMPLE as ComparedLayout),
    name,
    series,
    alert: null,
    alertRange: undefined,
    wrongVerdicts: [],
    moving: [{ ...moving, worstRelativeErrorRange: range }],
  }
}

describe('rankKnown', () => {
  it.each<[string, ComparedLayout[], string[], boolean]>([
    ['ranks where the ranges lie apart', [layout('b', 5, [0.5, null]), layout('a', 9, [0.1, 0.4])], ['a', 'b'], true],
    ['ranks equal values by series', [layout('b', 9, [0.2, 0.2]), layout('a', 5, [0.2, 0.2])], ['a', 'b'], true],
    ['does not rank where they overlap', [layout('b', 5, [0.1, 0.9]), layout('a', 5, [0, 0.2])], ['a', 'b'], false],
    [
      'does not rank equal ranges, which are not equal values',
      [layout('a', 5, [0, 1]), layout('b', 9, [0, 1])],
      ['a', 'b'],
      false,
    ],
    ['ranks one layout', [layout('a', 5, [0, null])], ['a'], true],
  ])('%s', (_, compared, names, isRanked) => {
    const { layouts, unrankedBecause } = rankKnown(compared)
    expect(layouts.map(({ name }) => name)).toEqual(names)
    expect(unrankedBecause === null).toBe(isRanked)
  })
})
