// A rule file evaluated instant by instant, by the evaluator that a run has too: what evaluation in columns must equal.

import { evaluateRules, NEW_RULE_STATE, type RuleState } from '../alerting/evaluate-rules.ts'
import type { ConditionData } from '../alerting/evidence/condition-data.ts'
import type { Rule, RuleGroup } from '../alerting/rule-file.ts'
import { formatExpression } from '../promql/expression/format-expression.ts'
import { promqlQuery, resultElements } from '../promql/query.ts'
import { SeriesStore } from '../scrape/series-store.ts'
import { LabelSetLog } from './label-set-log.ts'
import { neededGroups, readBackSecondsOf } from './needed-rules.ts'
import type { NotInColumns } from './not-in-columns.ts'
import { watchedConditions } from './note-condition.ts'
import { intervalMsOf, type RuleFileOutcome, type RuleFileRun } from './rule-file-run.ts'
import { SamplesInOrder } from './samples-in-order.ts'

/** @param because why it is not evaluated in columns; null where nobody asked for that */
export function evaluateInOrder(run: RuleFileRun, because: NotInColumns | null = null): RuleFileOutcome {
  const groups = neededGroups(run.ruleFile)
  const { recordsFromMs = run.firstMs } = run
  const retentionSeconds = readBackSecondsOf(groups)
  const store = new SeriesStore({ retentionSeconds, dotAll: run.dialect.regexDotAll })
  const query = promqlQuery(store, run.dialect, run.intervalMs)
  const scraped = new SamplesInOrder(run.series, store, { rank: 0 })
  const conditionOf = watchedConditions(
    run,
    groups.flatMap(({ rules: own }) => own),
  )
  const rules = groups.flatMap((group) => group.rules.map((rule) => new RuleInOrder(group, rule, conditionOf(rule))))
  for (const { atMs, due } of evaluationsOf(run, groups)) {
    scraped.bringUntil(atMs)
    for (const rule of rules) {
      if (!due.has(rule.group) || atMs < (rule.rule.kind === 'alerting' ? run.alertsFromMs : recordsFromMs)) continue
      const { single, state, log } = rule
      const queriedAtMs = atMs - rule.group.queryOffsetSeconds * 1e3
      rule.condition?.note((expression) => resultElements(query(formatExpression(expression), queriedAtMs)))
      const [evaluation] = evaluateRules(single, [state], atMs, query, (labels, timestampMs, value) =>
        store.record(labels, timestampMs, value),
      )
      if (!evaluation) continue
      log.evaluated(state.active, evaluation.state.active, atMs)
      if (evaluation.error !== null) log.failed(evaluation.error, atMs)
      rule.state = evaluation.state
      rule.evaluations++
    }
  }
  return {
    alerts: rules.flatMap(({ rule, group, log: { labelSets, failures }, condition }) =>
      rule.kind === 'alerting'
        ? [{ rule, group: group.name, labelSets, failures, condition: condition?.seen ?? null }]
        : [],
    ),
    ordinary: because === null ? [] : rules.map(({ rule, evaluations: count }) => ({ rule, because, count })),
    evaluations: rules.reduce((sum, { evaluations }) => sum + evaluations, 0),
  }
}

class RuleInOrder {
  readonly group: RuleGroup
  readonly rule: Rule
  readonly condition: ConditionData | null
  /** The rule alone. */
  readonly single: RuleGroup
  readonly log = new LabelSetLog()
  state: RuleState = NEW_RULE_STATE
  evaluations = 0

  constructor(group: RuleGroup, rule: Rule, condition: ConditionData | null) {
    this.group = group
    this.rule = rule
    this.condition = condition
    this.single = { ...group, rules: [rule] }
  }
}

interface Evaluation {
  readonly atMs: number
  readonly due: ReadonlySet<RuleGroup>
}

/** The instants at which some group is evaluated, ascending. */
function* evaluationsOf(run: RuleFileRun, groups: readonly RuleGroup[]): Iterable<Evaluation> {
  const next = groups.map((group) => ({ group, atMs: run.firstMs, stepMs: intervalMsOf(group, run) }))
  for (;;) {
    const atMs = Math.min(...next.map((each) => each.atMs))
    if (!(atMs <= run.lastMs)) return
    const due = next.filter((each) => each.atMs === atMs)
    yield { atMs, due: new Set(due.map(({ group }) => group)) }
    for (const each of due) each.atMs += each.stepMs
  }
}
