// Several rule files as one, as a Prometheus loads them: an alert of one file may read what a rule of another records, so that
// which rules are not evaluated is a question about all of them. Where they are back-tested, subqueries are evaluated at all
// of their steps.

import { formatCount } from '../../../core/text/count.ts'
import { MOST_HELD, MOST_STEPS } from '../../promql/evaluate/subquery/step-budget.ts'
import { callOfTooManySteps } from '../../promql/evaluate/subquery/too-many-steps.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { placeOfCall } from '../../promql/places.ts'
import type { ReadRuleFile } from '../parse-rule-file.ts'
import type { NotEvaluated, RuleFile } from '../rule-file.ts'
import { inBrief, type ReadRule, setApart } from '../set-apart/set-apart.ts'

/** @param files at least one; each group keeps the name of its file */
export function joinRuleFiles(files: readonly [ReadRuleFile, ...ReadRuleFile[]]): RuleFile {
  const groups = files.flatMap((each) => each.groups.map((group) => ({ ...group, file: each.file })))
  return { ...files[0], groups: setApart(groups, ofTooManySteps) }
}

/** In a run there are samples at the last of them alone. */
function ofTooManySteps({ rule, expression, lineAt }: ReadRule): NotEvaluated | null {
  const call = expression === null ? undefined : callOfTooManySteps(expression)
  if (expression === null || call === undefined) return null
  return {
    kind: 'part',
    part: inBrief(formatExpression(call)),
    line: lineAt(placeOfCall(call, expression, rule.expression)),
    problem: `a back-test takes at most ${formatCount(MOST_HELD)} steps of a subquery, and ${formatCount(MOST_STEPS)} of those inside of others`,
  }
}
