// Several rule files as one, as a Prometheus loads them: an alert of one file may read what a rule of another records, so that
// which rules are not evaluated is a question about all of them. Where they are back-tested, subqueries are evaluated at all
// of their steps.

import { formatCount } from '../../../core/text/count.ts'
import { listedUpTo } from '../../../core/text/plural.ts'
import { MOST_HELD, MOST_STEPS } from '../../promql/evaluate/subquery/step-budget.ts'
import { callOfTooManySteps } from '../../promql/evaluate/subquery/too-many-steps.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { placeOfCall } from '../../promql/places.ts'
import type { ReadRuleFile } from '../parse-rule-file.ts'
import type { NotEvaluated, RuleFile } from '../rule-file.ts'
import { inBrief, type ReadGroup, type ReadRule, setApart } from '../set-apart/set-apart.ts'
import { rulesAsYaml, uniquelyNamed } from '../yaml/rules-as-yaml.ts'

/** @param files at least one; each group keeps the name of its file */
export function joinRuleFiles(files: readonly [ReadRuleFile, ...ReadRuleFile[]]): RuleFile {
  return { ...files[0], groups: setApart(groupsOf(files), ofTooManySteps) }
}

/**
 * As a run evaluates them, hands them to a Prometheus and writes them beside its report: as one text, in which groups of one
 * name are numbered. One file stays as it is.
 * @param files at least one
 * @param ofOwn what else is a reason why a rule is not evaluated
 */
export function joinForRun(
  files: readonly [ReadRuleFile, ...ReadRuleFile[]],
  ofOwn?: (read: ReadRule) => NotEvaluated | null,
): RuleFile {
  const [first, ...others] = files
  if (others.length === 0) return { ...first, groups: setApart(first.groups, ofOwn) }
  const groups = setApart(uniquelyNamed(groupsOf(files)), ofOwn)
  const names = files.map(({ file }) => file)
  return {
    file: listedUpTo(MOST_NAMED, names),
    text: `# The rules of ${names.join(', ')}.\n${rulesAsYaml({ groups })}`,
    groups,
    sources: files.map(({ file, text, unreadFrom }) => ({
      file,
      text,
      ...(unreadFrom !== undefined && { unreadFrom }),
    })),
  }
}

const MOST_NAMED = 3

function groupsOf(files: readonly ReadRuleFile[]): readonly ReadGroup[] {
  return files.flatMap((each) => each.groups.map((group) => ({ ...group, file: each.file })))
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
