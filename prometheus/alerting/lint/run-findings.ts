// The findings of the lint as a run keeps them.

import type { RuleFinding } from '../../../core/run/rule-finding.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { parseGoFloat } from '../../series/go-float.ts'
import { isOwnSeries } from '../../series/own-series.ts'
import type { Labels } from '../../series/series.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { alertingRules, type Rule, type RuleFile } from '../rule-file.ts'
import { lintRules } from './lint-rules.ts'
import type { LintContext } from './linted-rule.ts'

export interface CheckedTarget {
  readonly scrapeIntervalSeconds: number
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
  const known = series === undefined || !isKnown ? {} : { series, bounds: boundsOf(series) }
  const alerts = new Set(alertingRules(ruleFile).map(({ line }) => line))
  return lintRules(ruleFile, { ...target, ...known }).map(({ rule, line, severity, sentence, proof }) => ({
    rule,
    file: ruleFile.file,
    line,
    severity,
    message: sentence,
    meaningless: proof === 'meaningless',
    ...(proof === 'neverReturns' && alerts.has(line) && { neverFires: true }),
    alerts: readersOf(rule, ruleFile),
  }))
}

/** The alerts of that name, and those that read a series of that name, directly or through other rules. */
function readersOf(name: string, { groups }: RuleFile): readonly string[] {
  const rules = groups.flatMap((group) => group.rules)
  const reached = new Set<Rule>(rules.filter((rule) => rule.name === name))
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    const recorded = new Set([...reached].flatMap((rule) => (rule.kind === 'recording' ? rule.name : [])))
    for (const rule of rules) if (readsAny(rule, recorded)) reached.add(rule)
  }
  return [...new Set([...reached].flatMap((rule) => (rule.kind === 'alerting' ? rule.name : [])))]
}

function readsAny({ expression }: Rule, recorded: ReadonlySet<string>): boolean {
  const parsed = parsedExpression(expression)
  return parsed !== null && selectionsOf(parsed).some(({ selector }) => recorded.has(selector.metric ?? ''))
}

/** The finite bounds of every histogram among the series. */
function boundsOf(series: readonly Labels[]): ReadonlyMap<string, readonly number[]> {
  const bounds = new Map<string, Set<number>>()
  for (const { __name__ = '', le } of series) {
    const bound = __name__.endsWith('_bucket') && le !== undefined ? parseGoFloat(le) : undefined
    if (bound === undefined || !Number.isFinite(bound)) continue
    const name = __name__.slice(0, -'_bucket'.length)
    bounds.set(name, (bounds.get(name) ?? new Set()).add(bound))
  }
  return new Map([...bounds].map(([name, values]) => [name, [...values].sort((a, b) => a - b)]))
}
