// The rules of one variant, evaluated instant by instant, group by group, each rule seeing what those before it recorded.
// Source: prometheus rules/group.go, Group.Eval.

import type { BacktestedAlert, BacktestVariant, TimeSpan } from '../../../core/backtest/backtest.ts'
import { alertSamples, recordedSamples, type SampleToRecord } from '../../alerting/evaluate-rules.ts'
import { ConditionData } from '../../alerting/evidence/condition-data.ts'
import { neverHolds } from '../../alerting/evidence/never-holds.ts'
import { recordingsAmong } from '../../alerting/evidence/recording.ts'
import { RuleError } from '../../alerting/rule-error.ts'
import type { AlertingRule, RecordingRule, Rule, RuleGroup } from '../../alerting/rule-file.ts'
import { EvaluationError } from '../../promql/evaluate/evaluation-error.ts'
import { labelSignature } from '../../series/labels.ts'
import type { Labels } from '../../series/series.ts'
import { type BoundedSample, drawnOf } from '../bounds/bounded-sample.ts'
import type { RecordedData } from '../record/recorded-data.ts'
import { alertBounds } from './alert-bounds.ts'
import { describeAlert } from './alert-outcome.ts'
import { AlertLimitExceeded, AlertReplay } from './alert-replay.ts'
import { comparedQuantile } from './compared-quantile.ts'
import { DataPresence } from './data-presence.ts'
import type { ReplayedRule, RuleSet } from './rule-set.ts'
import { RuleView } from './rule-view.ts'

interface GroupReplay {
  readonly group: RuleGroup
  readonly rules: readonly ReplayedRule[]
  readonly intervalMs: number
  nextMs: number
}

interface Recorded {
  readonly drawn: ReadonlyMap<string, Labels>
  readonly bounds: ReadonlyMap<string, Labels>
}

const NOTHING: Recorded = { drawn: new Map(), bounds: new Map() }

export interface VariantOptions {
  readonly name: string
  readonly rules: RuleSet
  readonly data: RecordedData
  /** What the histories tell of. */
  readonly span: TimeSpan
  /** Before the span, so that states are known at its beginning. */
  readonly evaluateFromMs: number
  /** Milliseconds after the multiples of the interval. */
  readonly offsetMsOf: (group: RuleGroup) => number
  /** How far back expressions read what rules record. */
  readonly retentionMs: number
  /** When the record begins where there may have been samples before; -Infinity where it has all that there was. */
  readonly beginsAtMs: () => number
}

export class VariantReplay {
  readonly #options: VariantOptions
  readonly #view: RuleView
  readonly #groups: readonly GroupReplay[]
  readonly #alerts = new Map<Rule, AlertReplay>()
  readonly #presence = new Map<Rule, DataPresence>()
  readonly #conditions = new Map<Rule, ConditionData>()
  readonly #recorded = new Map<Rule, Recorded>()
  /** Alerts are written as series only where some rule reads them. */
  readonly #isRead: ReadonlySet<Rule>

  constructor(options: VariantOptions) {
    const { rules, data, span, retentionMs } = options
    this.#options = options
    this.#view = new RuleView(data, rules, retentionMs)
    this.#isRead = rules.rulesRead
    this.#groups = rules.groups
      .filter(([, replayed]) => replayed.length > 0)
      .map(([group, replayed]) => {
        const intervalMs = rules.intervalMsOf(group)
        const offsetMs = options.offsetMsOf(group) % intervalMs
        const nextMs = Math.ceil((options.evaluateFromMs - offsetMs) / intervalMs) * intervalMs + offsetMs
        return { group, rules: replayed, intervalMs, nextMs }
      })
    const recordings = recordingsAmong(this.#groups.flatMap(({ rules: replayed }) => replayed))
    for (const { rules: replayed, group, intervalMs } of this.#groups)
      for (const { rule, expression, isBounded } of replayed) {
        if (rule.kind !== 'alerting') continue
        const operator = comparedQuantile(rule, rules.ruleFile)?.operator
        this.#presence.set(rule, new DataPresence(rule, rules, data))
        this.#conditions.set(rule, new ConditionData(expression, recordings))
        this.#alerts.set(
          rule,
          new AlertReplay(rule, {
            isBounded,
            needs: rules.needsOf(rule),
            intervalMs,
            span,
            asksForSmall: operator === '<' || operator === '<=',
            limit: group.limit,
          }),
        )
      }
  }

  /** The next instant at which a group is evaluated; Infinity after the end. */
  get nextMs(): number {
    const next = Math.min(...this.#groups.map(({ nextMs }) => nextMs))
    return next <= this.#options.span.toMs ? next : Number.POSITIVE_INFINITY
  }

  /** Evaluates the groups that are due at this instant. */
  evaluateAt(timestampMs: number): void {
    for (const due of this.#groups) {
      if (due.nextMs !== timestampMs) continue
      due.nextMs += due.intervalMs
      for (const replayed of due.rules) this.#evaluate(replayed, timestampMs)
    }
  }

  outcome(): BacktestVariant {
    const { name, rules, data, span } = this.#options
    const neverHeld = neverHolds(rules.ruleFile)
    const alerts = rules.alerts.map(
      (rule): BacktestedAlert =>
        describeAlert(rule, {
          rules,
          data,
          replay: this.#alerts.get(rule),
          withoutData: this.#presence.get(rule)?.without ?? [],
          lacks: this.#conditions.get(rule)?.seen.lacks ?? [],
          neverHolds: neverHeld(rule),
          span,
        }),
    )
    return { name, alerts }
  }

  #evaluate(replayed: ReplayedRule, timestampMs: number): void {
    const { rule, group } = replayed
    const alert = this.#alerts.get(rule)
    const { data, beginsAtMs } = this.#options
    if (alert && !alert.isKnownAt(timestampMs, data.gaps, beginsAtMs())) return
    if (timestampMs >= this.#options.span.fromMs) this.#presence.get(rule)?.note(timestampMs)
    const queriedAtMs = timestampMs - group.queryOffsetSeconds * 1e3
    try {
      const elements = this.#view.elementsAt(replayed.expression, queriedAtMs)
      if (rule.kind === 'recording') this.#record(replayed, rule, elements, queriedAtMs)
      else if (alert) {
        if (timestampMs >= this.#options.span.fromMs)
          this.#conditions.get(rule)?.note((expression) => this.#view.drawnAt(expression, queriedAtMs))
        alert.step(elements, timestampMs)
        if (this.#isRead.has(rule)) this.#writeAlerts(rule, alert, queriedAtMs)
      }
    } catch (error) {
      if (!(error instanceof RuleError || error instanceof EvaluationError)) throw error
      alert?.fail(error.message, timestampMs, error instanceof AlertLimitExceeded)
    }
  }

  #record(
    { expression, group }: ReplayedRule,
    rule: RecordingRule,
    elements: readonly BoundedSample[],
    atMs: number,
  ): void {
    const drawn = recordedSamples(rule, drawnOf(elements))
    if (group.limit > 0 && drawn.length > group.limit)
      throw new RuleError(`exceeded the group's limit of ${group.limit} with ${drawn.length} series`)
    const samples = elements.map(({ labels, low }) => ({ labels, value: low }))
    const labelled = this.#isBounded(rule) ? recordedSamples(rule, samples) : []
    const bounded = labelled.map(({ labels }, i) => ({ ...(elements[i] as BoundedSample), labels }))
    this.#view.noteBuckets(rule, expression, drawn)
    this.#write(rule, drawn, bounded, atMs)
  }

  #writeAlerts(rule: AlertingRule, alert: AlertReplay, atMs: number): void {
    const bounded = this.#isBounded(rule) ? alertBounds(rule, alert.active) : []
    this.#write(rule, alertSamples(rule, alert.active.drawn), bounded, atMs)
  }

  /** Series that were written at the evaluation before, and are not now, end. */
  #write(rule: Rule, samples: readonly SampleToRecord[], bounded: readonly BoundedSample[], atMs: number): void {
    const { recordedAsDrawn, recordedBounds } = this.#view
    const before = this.#recorded.get(rule) ?? NOTHING
    const drawn = new Map<string, Labels>()
    for (const { labels, value } of samples) {
      recordedAsDrawn.record(labels, atMs, value)
      drawn.set(labelSignature(labels), labels)
    }
    for (const [key, labels] of before.drawn) if (!drawn.has(key)) recordedAsDrawn.record(labels, atMs, null)
    const bounds = new Map<string, Labels>()
    for (const sample of bounded) {
      recordedBounds.record(sample, atMs)
      bounds.set(labelSignature(sample.labels), sample.labels)
    }
    for (const [key, labels] of before.bounds) if (!bounds.has(key)) recordedBounds.end(labels, atMs)
    this.#recorded.set(rule, { drawn, bounds })
  }

  #isBounded(rule: Rule): boolean {
    return this.#options.rules.isBoundedRule(rule)
  }
}
