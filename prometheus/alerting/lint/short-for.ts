// A burst that raises a rate stays in its window for the whole range, so a condition that holds once holds about that
// long. A shorter `for` filters nothing.

import { formatDuration } from '../../../core/text/duration.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'
import { rateRanges } from './short-range.ts'

export function shortFor({ rule, expression }: LintedRule): Diagnostic[] {
  if (rule.kind !== 'alerting' || rule.forSeconds === 0) return []
  const longest = Math.max(0, ...rateRanges(expression).map(({ rangeSeconds }) => rangeSeconds))
  if (rule.forSeconds >= longest) return []
  const [held, range] = [formatDuration(rule.forSeconds), formatDuration(longest)]
  return [
    {
      severity: 'note',
      sentence: `for ${held} is shorter than the range of ${range}: one short burst stays in the window for ${range}, so hardly anything is filtered; take ${range} or more, or a shorter range`,
    },
  ]
}
