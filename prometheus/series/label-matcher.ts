// The matchers of a selector, and the labels that they accept. A label that a series does not have counts as the empty
// string. Source: prometheus model/labels/matcher.go.

import { labelValue } from './labels.ts'
import { MatcherPattern } from './matcher-pattern.ts'
import type { LabelMatcher, Labels } from './series.ts'

/** A matcher with its pattern ready to use; null for `=` and `!=`. */
export interface CompiledMatcher extends LabelMatcher {
  readonly pattern: MatcherPattern | null
}

/** @throws RangeError that says what in the pattern cannot be read, and where */
export function compileMatcher({ label, operator, value }: LabelMatcher): CompiledMatcher {
  const isPattern = operator === '=~' || operator === '!~'
  return { label, operator, value, pattern: isPattern ? new MatcherPattern(value) : null }
}

/** @param dotAll whether a dot in a pattern matches a newline: a dialect's regexDotAll */
export function acceptsValue(
  { operator, value: expected, pattern }: CompiledMatcher,
  value: string,
  dotAll: boolean,
): boolean {
  const isEqual = pattern === null ? value === expected : pattern.matches(value, dotAll)
  return isEqual === (operator === '=' || operator === '=~')
}

/** Whether all matchers accept the labels. */
export function acceptsLabels(matchers: readonly CompiledMatcher[], labels: Labels, dotAll: boolean): boolean {
  return matchers.every((matcher) => acceptsValue(matcher, labelValue(labels, matcher.label), dotAll))
}

/** The test whether all matchers accept some labels, for matchers that are not compiled yet. */
export function labelTest(matchers: readonly LabelMatcher[], dotAll = true): (labels: Labels) => boolean {
  const compiled = matchers.map(compileMatcher)
  return (labels) => acceptsLabels(compiled, labels, dotAll)
}
