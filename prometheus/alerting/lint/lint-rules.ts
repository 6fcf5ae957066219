// Mistakes in the rules of a file that can be found without a load test.

import { describeRuleFinding, SEVERITIES } from '../../../core/run/rule-finding.ts'
import type { Expression } from '../../promql/expression/expression.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { everyRule, type RuleFile, recordingRules } from '../rule-file.ts'
import { boundMatchers } from './bound-matchers.ts'
import { constantCondition } from './constant-condition.ts'
import { dashboardVariable } from './dashboard-variable.ts'
import type { Diagnostic, LintContext, LintedRule } from './linted-rule.ts'
import { missingSeries } from './missing-series.ts'
import { misusedQuantile } from './misused-quantile.ts'
import { quantileThreshold } from './quantile-threshold.ts'
import { shortFor } from './short-for.ts'
import { shortRange } from './short-range.ts'
import { unfilteredCondition } from './unfiltered-condition.ts'

export interface LintFinding extends Diagnostic {
  /** Which check found it. */
  readonly check: string
  readonly file: string
  /** Where the rule starts, from 1. */
  readonly line: number
  /** The name of the alert, or of the recorded series. */
  readonly rule: string
}

/** In the order of the file; for each rule, errors before warnings before notes. */
export function lintRules(ruleFile: RuleFile, context: LintContext): readonly LintFinding[] {
  const rules = ruleFile.groups.flatMap((group) => group.rules)
  const recorded = ruleFile.groups
    .flatMap(everyRule)
    .filter(({ kind }) => kind === 'recording')
    .map(({ name }) => name)
  const records = recordsOf(ruleFile)
  return [
    ...(context.allOfPromql ? [] : unsupportedRules(ruleFile)),
    ...rules.flatMap((rule) => {
      const linted: LintedRule = { rule, expression: parseExpression(rule.expression), recorded, records, ...context }
      const diagnostics = Object.entries(CHECKS).flatMap(([check, run]) =>
        run(linted).map((one) => ({ ...one, check })),
      )
      const place = { file: ruleFile.file, line: rule.line, rule: rule.name }
      return SEVERITIES.flatMap((severity) => diagnostics.filter((one) => one.severity === severity)).map(
        (diagnostic) => ({ ...place, ...diagnostic }),
      )
    }),
  ]
}

/** Without names that several rules record: which of them a selector reads depends on its labels. */
function recordsOf(ruleFile: RuleFile): ReadonlyMap<string, Expression> {
  const all = recordingRules(ruleFile)
  const once = all.filter(({ name }) => all.filter((other) => other.name === name).length === 1)
  return new Map(once.map(({ name, expression }) => [name, parseExpression(expression)]))
}

function unsupportedRules({ file, groups }: RuleFile): LintFinding[] {
  return groups.flatMap(({ unsupported = [] }) =>
    unsupported.map(({ rule: { name, line }, problem }) => ({
      file,
      line,
      rule: name,
      check: 'unsupported',
      severity: 'warning' as const,
      sentence: `only a real Prometheus evaluates it (--prometheus local): ${problem}`,
    })),
  )
}

const CHECKS: Readonly<Record<string, (rule: LintedRule) => readonly Diagnostic[]>> = {
  missingSeries,
  dashboardVariable,
  shortRange,
  misusedQuantile,
  quantileThreshold,
  constantCondition,
  unfilteredCondition,
  boundMatchers,
  shortFor,
}

/** One line for people: `rules.yml:4 Slow: warning: …`. */
export function formatFinding({ sentence, ...finding }: Omit<LintFinding, 'check'>): string {
  return describeRuleFinding({ ...finding, message: sentence })
}
