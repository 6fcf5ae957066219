// Mistakes in the rules of a file that can be found without a load test.

import { SEVERITIES } from '../../../core/run/rule-finding.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { everyRule, type NotEvaluated, notEvaluatedBecause, type RuleFile } from '../rule-file.ts'
import { beyondRetention } from './beyond-retention.ts'
import { boundMatchers } from './bound-matchers.ts'
import { bucketsWithoutBounds } from './buckets-without-bounds.ts'
import { combinedQuantiles } from './combined-quantiles.ts'
import { constantCondition } from './constant-condition.ts'
import { dashboardVariable } from './dashboard-variable.ts'
import { evaluationGrid } from './evaluation-grid.ts'
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

/** The check that lists what is not evaluated. */
export const NOT_EVALUATED = 'notEvaluated'

/** In the order of the file; for each rule, errors before warnings before notes. */
export function lintRules(ruleFile: RuleFile, context: LintContext): readonly LintFinding[] {
  const shared = { ...recordsOf(ruleFile), ...context }
  return ruleFile.groups.flatMap((group) =>
    everyRule(group).flatMap((rule) => {
      const apart = group.unsupported?.find((one) => one.rule === rule)?.reason ?? null
      const expression = parsedExpression(rule.expression)
      const linted = expression && {
        rule,
        expression,
        groupIntervalSeconds: group.intervalSeconds,
        notEvaluated: apart,
        ...shared,
      }
      const diagnostics = [
        ...(apart === null || context.allOfPromql ? [] : [{ ...notEvaluated(apart), check: NOT_EVALUATED }]),
        ...(linted ? diagnosticsOf(linted) : []),
      ]
      const place = { file: ruleFile.file, line: rule.line, rule: rule.name }
      return SEVERITIES.flatMap((severity) => diagnostics.filter((one) => one.severity === severity)).map(
        (diagnostic) => ({ ...place, ...diagnostic }),
      )
    }),
  )
}

function diagnosticsOf(linted: LintedRule): readonly (Diagnostic & { readonly check: string })[] {
  return Object.entries(CHECKS).flatMap(([check, run]) => run(linted).map((one) => ({ ...one, check })))
}

function notEvaluated(reason: NotEvaluated): Diagnostic {
  return {
    severity: 'warning',
    sentence: `not evaluated: ${notEvaluatedBecause(reason)}; a real Prometheus evaluates it (--prometheus local, or a URL)`,
  }
}

/** Without names that several rules record: which of them a selector reads depends on its labels. */
function recordsOf(ruleFile: RuleFile): Pick<LintedRule, 'recorded' | 'records' | 'recordLines'> {
  const all = ruleFile.groups.flatMap(everyRule).filter(({ kind }) => kind === 'recording')
  const times = new Map<string, number>()
  for (const { name } of all) times.set(name, (times.get(name) ?? 0) + 1)
  const once = all.filter(({ name }) => times.get(name) === 1)
  return {
    recorded: all.map(({ name }) => name),
    records: new Map(
      once.flatMap(({ name, expression }) => {
        const parsed = parsedExpression(expression)
        return parsed === null ? [] : [[name, parsed] as const]
      }),
    ),
    recordLines: new Map(once.map(({ name, line }) => [name, line])),
  }
}

const CHECKS: Readonly<Record<string, (rule: LintedRule) => readonly Diagnostic[]>> = {
  missingSeries,
  dashboardVariable,
  shortRange,
  misusedQuantile,
  bucketsWithoutBounds,
  combinedQuantiles,
  quantileThreshold,
  constantCondition,
  unfilteredCondition,
  boundMatchers,
  shortFor,
  evaluationGrid,
  beyondRetention,
}
