// The finite bounds of buckets that a selector names by `le`, as it writes them.

import type { VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { parseGoFloat } from '../../../prometheus/series/go-float.ts'
import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { examplesOf } from './accepted-values.ts'
import { unitsPerSecond } from './metric-kind.ts'

export interface NamedBound {
  readonly bound: number
  readonly label: string
}

/** Also where it is a pattern: `le=~"0.4|0.4"` and `le=~"1(\.0)?"` name one bound, which Prometheus 3 may write otherwise. */
export function namedBounds(matchers: readonly CompiledMatcher[]): readonly NamedBound[] {
  return matchers.flatMap(({ label: name, operator, value }) => {
    if (name !== 'le') return []
    const texts = operator === '=' ? [value] : operator === '=~' ? boundsOfPattern(value) : []
    return texts.flatMap((label) => {
      const bound = parseGoFloat(label)
      return bound === undefined || !Number.isFinite(bound) ? [] : [{ bound, label }]
    })
  })
}

/** Of a histogram, by its name; none where it is no histogram. */
export function namedSeconds({ metric, matchers }: VectorSelector): readonly number[] {
  const perSecond = unitsPerSecond(metric)
  return perSecond === null ? [] : namedBounds(matchers).map(({ bound }) => bound / perSecond)
}

/** People write `0.4` where they mean `0\.4`: a dot between digits is a decimal point. What takes any text names no bound. */
function boundsOfPattern(pattern: string): readonly string[] {
  return /(^|[^\\])\.[*+?{]/.test(pattern) ? [] : examplesOf(pattern.replace(/(?<=\d)\.(?=\d)/g, '\\.'))
}
