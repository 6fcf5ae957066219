// Whether a series' labels are what a selector asks for. A label that is not there counts as the empty string.

import { labelValue } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import type { SelectorMatcher } from './expression/expression.ts'

export const METRIC_NAME = '__name__'

/** @param dotAll whether a dot in a pattern matches a newline: a dialect's regexDotAll */
export function accepts(matcher: SelectorMatcher, value: string, dotAll: boolean): boolean {
  switch (matcher.operator) {
    case '=':
      return value === matcher.value
    case '!=':
      return value !== matcher.value
    default:
      return matchesPattern(matcher, value, dotAll) === (matcher.operator === '=~')
  }
}

export function acceptsAll(matchers: readonly SelectorMatcher[], labels: Labels, dotAll: boolean): boolean {
  return matchers.every((matcher) => accepts(matcher, labelValue(labels, matcher.label), dotAll))
}

function matchesPattern({ pattern }: SelectorMatcher, value: string, dotAll: boolean): boolean {
  if (pattern === null) throw new TypeError('expected a matcher with its pattern compiled')
  return (dotAll ? pattern.dotAll : pattern.dotWithinLine).test(value)
}
