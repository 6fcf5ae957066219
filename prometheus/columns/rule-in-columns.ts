// One rule, evaluated over one stretch of instants after another. Its expression is evaluated in columns, or instant by
// instant where it cannot be; what comes of it is recorded, or steps the alert's label sets.

import type { ActiveAlert } from '../alerting/alert-state.ts'
import {
  alertElements,
  evaluateRules,
  NEW_RULE_STATE,
  type RecordSample,
  type RuleState,
  recordedSamples,
} from '../alerting/evaluate-rules.ts'
import type { ConditionData } from '../alerting/evidence/condition-data.ts'
import { readsValue } from '../alerting/label-template.ts'
import { RuleError } from '../alerting/rule-error.ts'
import type { AlertingRule, RecordingRule, Rule, RuleGroup } from '../alerting/rule-file.ts'
import { formatExpression } from '../promql/expression/format-expression.ts'
import { promqlQuery, type Query, resultElements } from '../promql/query.ts'
import { SeriesStore } from '../scrape/series-store.ts'
import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { type ColumnContext, ColumnEvaluator, type Evaluated } from './expression/column-evaluator.ts'
import { anyTogether, type ColumnElement, type ColumnVector, samplesAt } from './expression/column-vector.ts'
import type { Instants } from './expression/instants.ts'
import { LabelSetLog } from './label-set-log.ts'
import { expressionOf, longestLookbackOf, selectorsOf } from './needed-rules.ts'
import { type NotInColumns, NotInColumnsError, type OrdinaryRule } from './not-in-columns.ts'
import { noteCondition } from './note-condition.ts'
import type { AlertOutcome } from './rule-file-run.ts'
import { SamplesInOrder } from './samples-in-order.ts'
import type { AxisWriter } from './time-axis.ts'

export interface RuleInColumnsOptions {
  readonly rule: Rule
  readonly group: RuleGroup
  /** Whether another rule reads its series. */
  readonly isRead: boolean
  /** How many instants it is evaluated at. */
  readonly mostInstants: number
  readonly context: ColumnContext
  /** Of an alert; null where nobody asks what it lacks. */
  readonly condition: ConditionData | null
  /** What the condition may be asked about, besides the rule's own expression. */
  readonly ofFile: readonly Rule[]
}

/** An element with the labels under which its rule keeps it. */
interface Labelled {
  readonly labels: Labels
  readonly key: string
  readonly element: ColumnElement
  readonly present: ColumnElement['present']
}

export class RuleInColumns {
  readonly rule: Rule
  readonly #options: RuleInColumnsOptions
  /** The rule alone. */
  readonly #single: RuleGroup
  readonly #writer: AxisWriter
  readonly #log = new LabelSetLog()
  readonly #ordinary = new Map<string, { readonly because: NotInColumns; count: number }>()
  readonly #labelled = new WeakMap<Labels, Pick<Labelled, 'labels' | 'key'>>()
  /** Whether the same label set always comes to the same labels, and nothing is refused. */
  readonly #isPlain: boolean
  #state: RuleState = NEW_RULE_STATE
  #evaluations = 0

  constructor(options: RuleInColumnsOptions) {
    const { rule, group, isRead, mostInstants, context } = options
    this.rule = rule
    this.#options = options
    this.#single = { ...group, rules: [rule] }
    this.#writer = {
      rank: context.rank,
      writtenAfterMs: group.queryOffsetSeconds * 1e3,
      mostSamples: mostInstants,
    }
    const readsNoValue = !Object.values(rule.labels).some(readsValue)
    this.#isPlain = group.limit === 0 && (rule.kind === 'recording' || (readsNoValue && !isRead))
  }

  get evaluations(): number {
    return this.#evaluations
  }

  get ordinary(): readonly OrdinaryRule[] {
    return [...this.#ordinary.values()].map(({ because, count }) => ({ rule: this.rule, because, count }))
  }

  outcome(): readonly AlertOutcome[] {
    const { rule, group, condition } = this.#options
    const { labelSets, failures } = this.#log
    const seen = condition?.seen ?? null
    return rule.kind === 'alerting' ? [{ rule, group: group.name, labelSets, failures, condition: seen }] : []
  }

  evaluate(instants: Instants, evaluated: Evaluated): void {
    this.#evaluations += instants.count
    try {
      const vector = new ColumnEvaluator(instants, this.#options.context, evaluated).elements(expressionOf(this.rule))
      if (this.#isAsked) this.#noteCondition(instants, evaluated)
      if (!this.#isPlain || !this.#keep(vector, instants)) this.#inOrder(instants, queryOf(vector, instants))
    } catch (error) {
      if (!(error instanceof NotInColumnsError)) throw error
      this.#note(error.because, instants.count)
      const query = this.#ordinaryQuery(instants)
      this.#inOrder(instants, (i) => {
        if (this.#isAsked) this.#noteAt(query(i), instants.queriedMs[i] as number)
        return query(i)
      })
    }
  }

  get #isAsked(): boolean {
    return this.#options.condition?.isFound === false
  }

  #noteCondition(instants: Instants, evaluated: Evaluated): void {
    const { condition, context } = this.#options
    // Not asked in every stretch: what subqueries were at their steps is of no use to the next.
    const evaluator = new ColumnEvaluator(instants, { ...context, steps: new Map() }, evaluated)
    try {
      if (condition !== null) noteCondition(condition, evaluator, instants.count)
    } catch (error) {
      if (!(error instanceof NotInColumnsError)) throw error
      const query = this.#ordinaryQuery(instants)
      for (let i = 0; i < instants.count && this.#isAsked; i++) this.#noteAt(query(i), instants.queriedMs[i] as number)
    }
  }

  #noteAt(query: Query, queriedMs: number): void {
    this.#options.condition?.note((expression) => resultElements(query(formatExpression(expression), queriedMs)))
  }

  /** False, and nothing is kept, where two elements come to have the same labels at an instant. */
  #keep(vector: ColumnVector, instants: Instants): boolean {
    const { rule } = this
    const labelled = vector.elements.map((element) => ({
      ...this.#labelsOf(element.labels),
      element,
      present: element.present,
    }))
    if (anyTogether(labelled, ({ key }) => key, instants.count)) return false
    const byKey = new Map<string, Labelled[]>()
    for (const each of labelled) {
      const others = byKey.get(each.key)
      if (others) others.push(each)
      else byKey.set(each.key, [each])
    }
    if (rule.kind === 'recording') this.#record(byKey, instants)
    else this.#step(rule, byKey, instants)
    return true
  }

  #labelsOf(labels: Labels): Pick<Labelled, 'labels' | 'key'> {
    const known = this.#labelled.get(labels)
    if (known) return known
    const kept = labelsAsKept(this.rule, labels)
    const labelled = { labels: kept, key: labelSignature(kept) }
    this.#labelled.set(labels, labelled)
    return labelled
  }

  #record(byKey: ReadonlyMap<string, readonly Labelled[]>, instants: Instants): void {
    const { store } = this.#options.context
    const { count, queriedMs } = instants
    const recorded = new Map<string, Labels>()
    for (const [key, same] of inOrderOfAppearance(byKey, count)) {
      const [{ labels }] = same as readonly [Labelled]
      const firstMs = queriedMs[firstInstant(same, count)] as number
      const column = store.recorded(labels, this.#writer, firstMs)
      const [only] = same.length === 1 ? same : []
      if (only && only.present === null) {
        column.appendAll(queriedMs, only.element.values.subarray(0, count))
        recorded.set(key, labels)
        continue
      }
      let isThere = this.#state.recorded.has(key)
      for (let i = 0; i < count; i++) {
        const element = elementAt(same, i)
        if (element) column.append(queriedMs[i] as number, element.values[i] as number)
        else if (isThere) column.axis.endAt(queriedMs[i] as number)
        isThere = element !== undefined
      }
      if (isThere) recorded.set(key, labels)
    }
    for (const [key, labels] of this.#state.recorded)
      if (!byKey.has(key))
        store.recorded(labels, this.#writer, queriedMs[0] as number).axis.endAt(queriedMs[0] as number)
    this.#state = { ...this.#state, recorded }
  }

  #step(rule: AlertingRule, byKey: ReadonlyMap<string, readonly Labelled[]>, instants: Instants): void {
    const active = new Map(this.#state.active)
    const idle = [...active].filter(([key]) => !byKey.has(key)).map(([key, { labels }]) => ({ key, labels, same: [] }))
    const steps = [...byKey].map(([key, same]) => ({ key, labels: (same[0] as Labelled).labels, same }))
    for (const { key, labels, same } of [...steps, ...idle]) {
      const alert = this.#stepped({ rule, labels, same, key }, active.get(key), instants)
      if (alert) active.set(key, alert)
      else active.delete(key)
    }
    this.#state = { ...this.#state, active }
  }

  /** One label set through the instants, as stepAlerts does with all of them at each (alerting/alert-state.ts). */
  #stepped(
    { rule, labels, same, key }: { rule: AlertingRule; labels: Labels; same: readonly Labelled[]; key: string },
    before: ActiveAlert | undefined,
    { count, queriedMs, queryOffsetMs }: Instants,
  ): ActiveAlert | undefined {
    const [forMs, keepMs] = [rule.forSeconds * 1e3, rule.keepFiringForSeconds * 1e3]
    let state: 'inactive' | 'pending' | 'firing' = before?.state ?? 'inactive'
    let activeAtMs = before?.activeAtMs ?? Number.NaN
    let missingSinceMs = before?.missingSinceMs ?? null
    let value = before?.value ?? Number.NaN
    for (let i = 0; i < count; i++) {
      const element = elementAt(same, i)
      if (element === undefined && state === 'inactive') continue
      const atMs = (queriedMs[i] as number) + queryOffsetMs
      const was = state
      if (element) {
        if (state === 'inactive') activeAtMs = atMs
        if (state !== 'firing') state = atMs - activeAtMs >= forMs ? 'firing' : 'pending'
        missingSinceMs = null
        value = element.values[i] as number
      } else {
        missingSinceMs ??= atMs
        if (state !== 'firing' || !(atMs - missingSinceMs < keepMs)) state = 'inactive'
      }
      if (state === was) continue
      this.#log.note(labels, { state, atMs, value: state === 'inactive' ? null : value }, key)
      if (state === 'inactive') missingSinceMs = null
    }
    return state === 'inactive' ? undefined : { labels, state, activeAtMs, missingSinceMs, value }
  }

  /** The rule as the ordinary evaluation has it, with what its expression returns at each instant. */
  #inOrder(instants: Instants, query: (i: number) => Query): void {
    const { store } = this.#options.context
    const record: RecordSample = (labels, timestampMs, value) => {
      if (this.rule.kind === 'alerting' && !this.#options.isRead) return
      const column = store.recorded(labels, this.#writer, timestampMs)
      if (value === null) column.axis.endAt(timestampMs)
      else column.append(timestampMs, value)
    }
    for (let i = 0; i < instants.count; i++) {
      const atMs = (instants.queriedMs[i] as number) + instants.queryOffsetMs
      const before = this.#state
      const [evaluation] = evaluateRules(this.#single, [before], atMs, query(i), record)
      if (!evaluation) continue
      this.#log.evaluated(before.active, evaluation.state.active, atMs)
      if (evaluation.error !== null) this.#log.failed(evaluation.error, atMs)
      this.#state = evaluation.state
    }
  }

  /** On a store that is filled as time goes on. */
  #ordinaryQuery(instants: Instants): (i: number) => Query {
    const { store: columns, dialect, stepMs, rank } = this.#options.context
    const rules = this.#isAsked ? [this.rule, ...this.#options.ofFile] : [this.rule]
    const retentionSeconds = longestLookbackOf({ ...this.#single, rules })
    const store = new SeriesStore({ retentionSeconds, dotAll: dialect.regexDotAll })
    const query = promqlQuery(store, dialect, stepMs)
    const selected = columns.selectAny(rules.flatMap(selectorsOf).map(({ matchers }) => matchers))
    // Also those that have no sample yet: they stand where they do in a store that saw all of it.
    for (const { labels } of selected) store.series(labels, true)
    const fromMs = (instants.queriedMs[0] as number) - retentionSeconds * 1e3 - 1
    const samples = new SamplesInOrder(selected, store, { rank, fromMs })
    return (i) => {
      samples.bringUntil((instants.queriedMs[i] as number) + instants.queryOffsetMs)
      return query
    }
  }

  #note(because: NotInColumns, count: number): void {
    const key = JSON.stringify(because)
    const known = this.#ordinary.get(key)
    if (known) known.count += count
    else this.#ordinary.set(key, { because, count })
  }
}

/** @throws NotInColumnsError where the order of the elements is not known */
function queryOf(vector: ColumnVector, instants: Instants): (i: number) => Query {
  // All of them first: nothing is evaluated twice where one cannot be.
  const samples = Array.from({ length: instants.count }, (_, i) => samplesAt(vector, i))
  return (i) => () => ({ type: 'vector', samples: samples[i] ?? [] })
}

function labelsAsKept(rule: AlertingRule | RecordingRule, labels: Labels): Labels {
  const elements = [{ labels, value: Number.NaN }]
  const [kept] = rule.kind === 'alerting' ? alertElements(rule, elements) : recordedSamples(rule, elements)
  if (!kept) throw new RuleError(`expected labels for ${rule.name}`)
  return kept.labels
}

function elementAt(same: readonly Labelled[], i: number): ColumnElement | undefined {
  for (const { element } of same) if (element.present === null || element.present[i] === 1) return element
  return undefined
}

function firstInstant(same: readonly Labelled[], count: number): number {
  for (let i = 0; i < count; i++) if (elementAt(same, i)) return i
  return count
}

/** Series that appear later stand behind, as they would in a store. */
function inOrderOfAppearance(byKey: ReadonlyMap<string, readonly Labelled[]>, count: number) {
  if (byKey.size < 2) return [...byKey]
  return [...byKey].sort(([, a], [, b]) => firstInstant(a, count) - firstInstant(b, count))
}
