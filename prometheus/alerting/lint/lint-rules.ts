// Mistakes in the rules of a file that can be found without a load test.

import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { everyRule, type RuleFile } from '../rule-file.ts'
import { boundMatchers } from './bound-matchers.ts'
import { dashboardVariable } from './dashboard-variable.ts'
import type { Diagnostic, LintContext, LintedRule } from './linted-rule.ts'
import { missingSeries } from './missing-series.ts'
import { misusedQuantile } from './misused-quantile.ts'
import { quantileThreshold } from './quantile-threshold.ts'
import { shortFor } from './short-for.ts'
import { shortRange } from './short-range.ts'

export interface LintFinding extends Diagnostic {
  /** Which check found it. */
  readonly check: string
  readonly file: string
  /** Where the rule starts, from 1. */
  readonly line: number
  /** The name of the alert, or of the recorded series. */
  readonly rule: string
}

/** In the order of the file; for each rule, errors before warnings. */
export function lintRules(ruleFile: RuleFile, context: LintContext): readonly LintFinding[] {
  const rules = ruleFile.groups.flatMap((group) => group.rules)
  const recorded = ruleFile.groups
    .flatMap(everyRule)
    .filter(({ kind }) => kind === 'recording')
    .map(({ name }) => name)
  return [
    ...unsupportedRules(ruleFile),
    ...rules.flatMap((rule) => {
      const linted: LintedRule = { rule, expression: parseExpression(rule.expression), recorded, ...context }
      const diagnostics = Object.entries(CHECKS).flatMap(([check, run]) =>
        run(linted).map((one) => ({ ...one, check })),
      )
      const place = { file: ruleFile.file, line: rule.line, rule: rule.name }
      return [
        ...diagnostics.filter(({ severity }) => severity === 'error'),
        ...diagnostics.filter(({ severity }) => severity === 'warning'),
      ].map((diagnostic) => ({ ...place, ...diagnostic }))
    }),
  ]
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
  boundMatchers,
  shortFor,
}

/** One line for people: `rules.yml:4 Slow: warning: …`. */
export function formatFinding({ file, line, rule, severity, sentence }: Omit<LintFinding, 'check'>): string {
  return `${file}:${line} ${rule}: ${severity}: ${sentence}`
}
