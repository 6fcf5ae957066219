// What a back-test says of one alert.

import type { BacktestedAlert, BacktestedQuantile, TimeSpan } from '../../../core/backtest/backtest.ts'
import type { AlertingRule, Rule } from '../../alerting/rule-file.ts'
import { watchedByRule } from '../../alerting/watched-by-rule.ts'
import type { RecordedData } from '../record/recorded-data.ts'
import { seriesText } from '../record/recorded-data.ts'
import type { AlertReplay } from './alert-replay.ts'
import { missingFor, missingSides } from './missing-series.ts'
import type { RuleSet } from './rule-set.ts'

interface Evaluated {
  readonly rules: RuleSet
  readonly data: RecordedData
  /** Undefined for a rule that is not evaluated. */
  readonly replay: AlertReplay | undefined
  readonly withoutData: readonly TimeSpan[]
}

export function describeAlert(rule: AlertingRule, { rules, data, replay, withoutData }: Evaluated): BacktestedAlert {
  const place = rules.placeOf(rule)
  const origin = {
    alert: rule.name,
    file: rules.ruleFile.file,
    line: rule.line,
    group: place.group.name,
    expression: rule.expression,
    forSeconds: rule.forSeconds,
    keepFiringForSeconds: rule.keepFiringForSeconds,
    labels: rule.labels,
    evaluationSeconds: rules.intervalMsOf(place.group) / 1e3,
  }
  if (!replay) return { ...origin, outcome: 'not-evaluated', problem: place.problem ?? 'it is not evaluated here' }
  const needed = missingFor(rule, rules, (selector) => data.hasSeries(selector))
  if (needed.length > 0) return { ...origin, outcome: 'no-data', selectors: needed }
  const reads = rules.needsOf(rule).reads
  const missing = reads.filter(({ selector }) => !data.hasSeries(selector)).map(({ selector }) => seriesText(selector))
  const own = expressionsFor(rule, rules)
  return {
    ...origin,
    outcome: 'evaluated',
    evaluations: replay.evaluations,
    histories: replay.histories,
    notKnown: replay.notKnown,
    withoutData,
    failures: replay.failures,
    quantiles: quantilesOf(rule, rules, data),
    notFollowed: [...data.notFollowed.values()].filter(({ expression }) =>
      own.some((text) => text.includes(expression)),
    ),
    missing: [...new Set(missing)],
    missingSides: missingSides(rule, rules, (selector) => data.hasSeries(selector)),
  }
}

/** The texts of the rule's expression and of those that it reads, as they are printed. */
function expressionsFor(rule: Rule, rules: RuleSet): readonly string[] {
  return [...rules.rulesBehind(rule)].map((each) => rules.textOf(each))
}

function quantilesOf(rule: AlertingRule, rules: RuleSet, data: RecordedData): readonly BacktestedQuantile[] {
  const watched = watchedByRule(rule.expression, rules.ruleFile)
  if (!watched) return []
  const { expression, quantile, metric, comparison } = watched
  const bounds = metric === null ? [] : data.boundsOf(metric)
  const threshold = comparison?.threshold ?? null
  return [
    {
      expression,
      quantile,
      metric,
      operator: comparison?.operator ?? null,
      threshold,
      role: comparison?.role ?? null,
      bounds,
      thresholdIsBound: threshold === null || bounds.length === 0 ? null : bounds.includes(threshold),
    },
  ]
}
