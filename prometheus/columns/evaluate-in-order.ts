// A rule file evaluated instant by instant, by the evaluator that a run has too: what evaluation in columns must equal.

import { evaluateRules, NEW_RULE_STATE, type RuleState } from '../alerting/evaluate-rules.ts'
import { lookbackSeconds } from '../alerting/lookback.ts'
import type { Rule, RuleGroup } from '../alerting/rule-file.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { promqlQuery } from '../promql/query.ts'
import { SeriesStore } from '../scrape/series-store.ts'
import { LabelSetLog } from './label-set-log.ts'
import { neededGroups } from './needed-rules.ts'
import type { RuleFileOutcome, RuleFileRun } from './rule-file-run.ts'
import type { SeriesColumn } from './series-column.ts'

export function evaluateInOrder(run: RuleFileRun): RuleFileOutcome {
  const groups = neededGroups(run.ruleFile)
  const store = new SeriesStore({ retentionSeconds: longestLookback(groups), dotAll: run.dialect.regexDotAll })
  const query = promqlQuery(store, run.dialect, run.intervalMs)
  const scraped = new ScrapedInOrder(run.series, store)
  const rules = groups.flatMap((group) => group.rules.map((rule) => new RuleInOrder(group, rule)))
  for (const { atMs, due } of evaluationsOf(run, groups)) {
    scraped.bringUntil(atMs)
    for (const rule of rules) {
      if (!due.has(rule.group) || (rule.rule.kind === 'alerting' && atMs < run.alertsFromMs)) continue
      const { single, state, log } = rule
      const [evaluation] = evaluateRules(single, [state], atMs, query, (labels, timestampMs, value) =>
        store.record(labels, timestampMs, value),
      )
      if (!evaluation) continue
      log.evaluated(state.active, evaluation.state.active, atMs)
      if (evaluation.error !== null) log.failed(evaluation.error, atMs)
      rule.state = evaluation.state
    }
  }
  return {
    alerts: rules.flatMap(({ rule, group, log: { labelSets, failures } }) =>
      rule.kind === 'alerting' ? [{ rule, group: group.name, labelSets, failures }] : [],
    ),
  }
}

class RuleInOrder {
  readonly group: RuleGroup
  readonly rule: Rule
  /** The rule alone. */
  readonly single: RuleGroup
  readonly log = new LabelSetLog()
  state: RuleState = NEW_RULE_STATE

  constructor(group: RuleGroup, rule: Rule) {
    this.group = group
    this.rule = rule
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

export function intervalMsOf({ intervalSeconds }: RuleGroup, { intervalMs }: Pick<RuleFileRun, 'intervalMs'>): number {
  return intervalSeconds === null ? intervalMs : Math.round(intervalSeconds * 1e3)
}

function longestLookback(groups: readonly RuleGroup[]): number {
  const lookbacks = groups.flatMap(({ rules, queryOffsetSeconds }) =>
    rules.map(({ expression }) => lookbackSeconds(parseExpression(expression)) + queryOffsetSeconds),
  )
  return Math.max(0, ...lookbacks)
}

/** Hands samples over as time goes on: nothing is read before it was scraped. */
class ScrapedInOrder {
  readonly #store: SeriesStore
  readonly #places: { readonly column: SeriesColumn; sample: number; end: number }[]

  constructor(series: readonly SeriesColumn[], store: SeriesStore) {
    this.#store = store
    this.#places = series.map((column) => ({ column, sample: 0, end: 0 }))
  }

  bringUntil(timeMs: number): void {
    for (const place of this.#places) this.#bring(place, timeMs)
  }

  #bring(place: { readonly column: SeriesColumn; sample: number; end: number }, timeMs: number): void {
    const { column } = place
    const { axis, labels, values } = column
    for (;;) {
      const sampleMs = place.sample < axis.count ? (axis.timesMs[place.sample] as number) : Number.POSITIVE_INFINITY
      const endMs = axis.endsMs[place.end] ?? Number.POSITIVE_INFINITY
      if (Math.min(sampleMs, endMs) > timeMs) return
      const stored = this.#store.series(labels, true)
      if (sampleMs < endMs) stored.append(sampleMs, values[place.sample++] as number)
      else {
        stored.appendStale(endMs)
        place.end++
      }
    }
  }
}
