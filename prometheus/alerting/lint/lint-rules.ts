// What is wrong with the rules of a file that no load test is needed to see.

import { parseExpression } from '../../promql/parse/parse-expression.ts'
import type { Labels } from '../../series/series.ts'
import type { RuleFile } from '../rule-file.ts'
import { boundMatchers } from './bound-matchers.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'
import { missingSeries } from './missing-series.ts'
import { misusedQuantile } from './misused-quantile.ts'
import { quantileThreshold } from './quantile-threshold.ts'
import { shortFor } from './short-for.ts'
import { shortRange } from './short-range.ts'

/** What is known of the target. The more, the more is seen. */
export interface LintContext {
  readonly scrapeIntervalSeconds: number
  /** The finite bounds of histograms, by name without `_bucket`; ascending. */
  readonly bounds?: ReadonlyMap<string, readonly number[]>
  /** Every series of the target, with its labels as stored. */
  readonly series?: readonly Labels[]
}

export interface RuleFinding extends Diagnostic {
  readonly file: string
  /** Where the rule starts, from 1. */
  readonly line: number
  /** The name of the alert, or of the recorded series. */
  readonly rule: string
}

/** In the order of the file, of each rule errors before warnings. */
export function lintRules(ruleFile: RuleFile, context: LintContext): readonly RuleFinding[] {
  const rules = ruleFile.groups.flatMap((group) => group.rules)
  const made = rules.filter(({ kind }) => kind === 'recording').map(({ name }) => name)
  return rules.flatMap((rule) => {
    const linted: LintedRule = { rule, expression: parseExpression(rule.expression), made, ...context }
    const complaints = CHECKS.flatMap((check) => check(linted))
    const place = { file: ruleFile.file, line: rule.line, rule: rule.name }
    return [
      ...complaints.filter(({ severity }) => severity === 'error'),
      ...complaints.filter(({ severity }) => severity === 'warning'),
    ].map((complaint) => ({ ...place, ...complaint }))
  })
}

const CHECKS: readonly ((rule: LintedRule) => readonly Diagnostic[])[] = [
  missingSeries,
  shortRange,
  misusedQuantile,
  quantileThreshold,
  boundMatchers,
  shortFor,
]

/** One line for people: `rules.yml:4 Slow: warning: …`. */
export function formatFinding({ file, line, rule, severity, sentence }: RuleFinding): string {
  return `${file}:${line} ${rule}: ${severity}: ${sentence}`
}
