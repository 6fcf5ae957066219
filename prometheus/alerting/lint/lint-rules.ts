// Mistakes in the rules of a file that can be found without a load test.

import { SEVERITIES } from '../../../core/run/rule-finding.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { everyRule, isEvaluatedInRun, type NotEvaluated, notEvaluatedBecause, type RuleFile } from '../rule-file.ts'
import { recordsOf } from '../set-apart/records-of.ts'
import { duplicateRules } from './across/duplicate-rules.ts'
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
  const shared = { ...recordedBy(ruleFile), ...context }
  const duplicates = duplicateRules(ruleFile)
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
      const duplicate = duplicates.get(rule)
      const diagnostics = [
        ...(duplicate ? [{ ...duplicate, check: 'duplicateRules' }] : []),
        ...(apart === null || context.allOfPromql ? [] : [{ ...notEvaluated(apart, context), check: NOT_EVALUATED }]),
        ...(linted ? diagnosticsOf(linted) : []),
      ]
      const place = { file: group.file ?? ruleFile.file, line: rule.line, rule: rule.name }
      return SEVERITIES.flatMap((severity) => diagnostics.filter((one) => one.severity === severity)).map(
        (diagnostic) => ({ ...place, ...diagnostic }),
      )
    }),
  )
}

function diagnosticsOf(linted: LintedRule): readonly (Diagnostic & { readonly check: string })[] {
  return Object.entries(CHECKS).flatMap(([check, run]) => run(linted).map((one) => ({ ...one, check })))
}

function notEvaluated(reason: NotEvaluated, { scrapedByServer = false }: LintContext): Diagnostic {
  // Whoever asks a Prometheus already needs no advice which one to take.
  const advice = scrapedByServer ? '' : ' (--prometheus local, or a URL)'
  return {
    severity: 'warning',
    sentence: `not evaluated: ${notEvaluatedBecause(reason)}; ${isEvaluatedInRun(reason) ? 'a run of the scenario evaluates it' : `a real Prometheus evaluates it${advice}`}`,
  }
}

function recordedBy(ruleFile: RuleFile): Pick<LintedRule, 'recorded' | 'records' | 'recordPlaces'> {
  const rules = ruleFile.groups.flatMap((group) =>
    everyRule(group).flatMap((rule) => (rule.kind === 'recording' ? [{ rule, file: group.file }] : [])),
  )
  const records = recordsOf(rules.map(({ rule }) => ({ rule, expression: parsedExpression(rule.expression) })))
  const known = rules.filter(({ rule }) => records.has(rule.name))
  return {
    recorded: rules.map(({ rule }) => rule.name),
    records,
    recordPlaces: new Map(
      known.map(({ rule: { name, line }, file }) => [name, file === undefined ? `line ${line}` : `${file}:${line}`]),
    ),
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
