// Which series a selector's matchers accept. Source: prometheus model/labels/matcher.go.

import { labelValue } from './series/labels.ts'
import { compileMatcherPattern } from './series/matcher-pattern.ts'
import type { LabelMatcher, Labels } from './series/series.ts'

/**
 * Whether all matchers accept the labels; a missing label counts as the empty string.
 * @param dotAll whether a dot in a pattern matches a newline: a dialect's regexDotAll
 */
export function labelMatching(matchers: readonly LabelMatcher[], dotAll = true): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => {
    const accepts = valueTest(matcher, dotAll)
    return (labels: Labels) => accepts(labelValue(labels, matcher.label))
  })
  return (labels) => tests.every((accepts) => accepts(labels))
}

function valueTest({ operator, value: expected }: LabelMatcher, dotAll: boolean): (value: string) => boolean {
  if (operator === '=') return (value) => value === expected
  if (operator === '!=') return (value) => value !== expected
  const compiled = compileMatcherPattern(expected)
  const pattern = dotAll ? compiled.dotAll : compiled.dotWithinLine
  return operator === '=~' ? (value) => pattern.test(value) : (value) => !pattern.test(value)
}
