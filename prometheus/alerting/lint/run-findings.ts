// The findings of the lint as a run keeps them.

import type { RuleFinding } from '../../../core/run/rule-finding.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { histogramBounds } from '../../series/histogram-bounds.ts'
import { isOwnSeries } from '../../series/own-series.ts'
import type { Labels } from '../../series/series.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { everyAlertingRule, everyRule, fileOfRule, type Rule, type RuleFile } from '../rule-file.ts'
import { readsRule } from '../set-apart/reads-rule.ts'
import { lintRules, NOT_EVALUATED } from './lint-rules.ts'
import type { LintContext } from './linted-rule.ts'

export interface CheckedTarget {
  readonly scrapeIntervalSeconds: number
  readonly scrapeIntervalMeasuredOn?: NonNullable<LintContext['scrapeIntervalMeasuredOn']>
  /** Every series of the target; undefined where they are not known. */
  readonly series: readonly Labels[] | undefined
  /** Whether series may still come with the first requests. */
  readonly beforeTraffic: boolean
  /** Whether a real Prometheus evaluates the rules. */
  readonly allOfPromql: boolean
  readonly isExplained?: NonNullable<LintContext['isExplained']>
}

export function runFindings(ruleFile: RuleFile | null, { series, ...target }: CheckedTarget): readonly RuleFinding[] {
  if (ruleFile === null) return []
  // Where every scrape failed, nobody knows what the target has.
  const isKnown = series?.some(({ __name__ = '' }) => !isOwnSeries(__name__)) ?? false
  const known = series === undefined || !isKnown ? {} : { series, bounds: histogramBounds(series) }
  const alerts = new Set(everyAlertingRule(ruleFile).map((rule) => `${fileOfRule(ruleFile, rule)}:${rule.line}`))
  const readersOf = readersIn(ruleFile)
  return lintRules(ruleFile, { ...target, ...known }).map(({ rule, file, line, severity, sentence, proof, check }) => ({
    rule,
    file,
    line,
    severity,
    message: sentence,
    meaningless: proof === 'meaningless',
    ...(proof === 'neverReturns' && alerts.has(`${file}:${line}`) && { neverFires: true }),
    ...(check === NOT_EVALUATED && { notEvaluated: true }),
    alerts: readersOf(rule),
  }))
}

/** The alerts of a name, and those that read what a rule of that name records, directly or through other rules. */
function readersIn({ groups }: RuleFile): (name: string) => readonly string[] {
  const rules = groups.flatMap(everyRule)
  const recording = rules.filter(({ kind }) => kind === 'recording')
  const readBy = new Map(rules.map((rule) => [rule, recordsRead(rule, recording)]))
  return (name) => {
    const reached = new Set<Rule>(rules.filter((rule) => rule.name === name))
    for (let before = -1; before !== reached.size; ) {
      before = reached.size
      for (const rule of rules) if (readBy.get(rule)?.some((record) => reached.has(record))) reached.add(rule)
    }
    return [...new Set([...reached].flatMap((rule) => (rule.kind === 'alerting' ? rule.name : [])))]
  }
}

function recordsRead({ expression }: Rule, recording: readonly Rule[]): readonly Rule[] {
  const parsed = parsedExpression(expression)
  const selectors = parsed === null ? [] : selectionsOf(parsed).map(({ selector }) => selector)
  return recording.filter((record) => selectors.some((selector) => readsRule(selector, record)))
}
