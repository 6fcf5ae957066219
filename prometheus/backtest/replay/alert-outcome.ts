// What a back-test says of one alert.

import type { BacktestedAlert, BacktestedQuantile, EvaluatedAlert, TimeSpan } from '../../../core/backtest/backtest.ts'
import type { Lack } from '../../../core/run/alert-evidence.ts'
import type { AlertingRule, Rule } from '../../alerting/rule-file.ts'
import { watchedByRule } from '../../alerting/watched-by-rule.ts'
import type { VectorSelector } from '../../promql/expression/expression.ts'
import type { HistogramBounds, RecordedData } from '../record/recorded-data.ts'
import { seriesText } from '../record/recorded-data.ts'
import type { AlertReplay } from './alert-replay.ts'
import { missingFor, missingSides } from './missing-series.ts'
import type { RecordRead, RuleSet } from './rule-set.ts'

interface Evaluated {
  readonly rules: RuleSet
  readonly data: RecordedData
  /** Undefined for a rule that is not evaluated. */
  readonly replay: AlertReplay | undefined
  readonly withoutData: readonly TimeSpan[]
  /** What the condition lacked at every evaluation; empty where it had data at some. */
  readonly lacks: readonly Lack[]
  /** Why it can never hold, whatever is recorded. */
  readonly neverHolds: string | undefined
  readonly span: TimeSpan
}

export function describeAlert(rule: AlertingRule, evaluated: Evaluated): BacktestedAlert {
  const { rules, data, replay, withoutData } = evaluated
  const place = rules.placeOf(rule)
  const origin = {
    alert: rule.name,
    file: place.group.file ?? rules.ruleFile.file,
    line: rule.line,
    group: place.group.name,
    expression: rule.expression,
    forSeconds: rule.forSeconds,
    keepFiringForSeconds: rule.keepFiringForSeconds,
    labels: rule.labels,
    evaluationSeconds: rules.intervalMsOf(place.group) / 1e3,
  }
  if (!replay) return { ...origin, outcome: 'not-evaluated', problem: place.problem ?? 'it is not evaluated here' }
  // Of a selector that was lost where the alert is not known, nobody can say that nothing matched it.
  const mayHaveSeries = (selector: VectorSelector) =>
    data.hasSeries(selector) || (replay.notKnown.length > 0 && data.hasGap(selector))
  const needed = missingFor(rule, rules, mayHaveSeries)
  if (needed.length > 0) return { ...origin, outcome: 'no-data', selectors: needed }
  const reads = rules.needsOf(rule).reads
  const missing = reads.filter(({ selector }) => !mayHaveSeries(selector)).map(({ selector }) => seriesText(selector))
  const own = expressionsFor(rule, rules)
  return {
    ...origin,
    outcome: 'evaluated',
    evaluations: replay.evaluations,
    histories: replay.histories,
    notKnown: replay.notKnown,
    withoutData,
    failures: replay.failures,
    quantiles: quantilesOf(rule, evaluated),
    notFollowed: [...data.notFollowed.values()].filter(({ expression }) =>
      own.some((text) => text.includes(expression)),
    ),
    missing: [...new Set(missing)],
    missingSides: missingSides(rule, rules, mayHaveSeries),
    ...(replay.histories.could.length === 0 && cannotHold(evaluated)),
  }
}

function cannotHold({ lacks, neverHolds }: Evaluated): Pick<EvaluatedAlert, 'cannotHold'> {
  if (neverHolds !== undefined) return { cannotHold: { kind: 'never', message: neverHolds } }
  return lacks.length === 0 ? {} : { cannotHold: { kind: 'without-data', lacks } }
}

/** The texts of the rule's expression and of those that it reads, as they are printed. */
function expressionsFor(rule: Rule, rules: RuleSet): readonly string[] {
  return [...rules.rulesBehind(rule)].map((each) => rules.textOf(each))
}

function quantilesOf(rule: AlertingRule, { rules, data, span }: Evaluated): readonly BacktestedQuantile[] {
  const watched = watchedByRule(rule.expression, rules.ruleFile)
  if (!watched) return []
  const { expression, quantile, metric, comparison } = watched
  const { all: bounds, shared } = boundsOf(data, metric, rules.needsOf(rule).reads, span)
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
      thresholdIsBound: threshold === null || bounds.length === 0 ? null : shared.includes(threshold),
    },
  ]
}

/** Of the histograms that the alert reads. */
function boundsOf(
  data: RecordedData,
  metric: string | null,
  reads: readonly RecordRead[],
  span: TimeSpan,
): HistogramBounds {
  const selectors = reads.flatMap(({ selector }) => (selector.metric === metric ? selector : []))
  return metric === null ? { all: [], shared: [] } : data.boundsOf(metric, selectors, span)
}
