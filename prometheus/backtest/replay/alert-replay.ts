// One alerting rule, replayed: its state in each of the three histories, and what becomes of them.

import type {
  AlertHistories,
  EvaluationFailure,
  HistoryName,
  PeakValue,
  RecordGap,
  TimeSpan,
} from '../../../core/backtest/backtest.ts'
import { type ActiveAlerts, type AlertElement, stepAlerts } from '../../alerting/alert-state.ts'
import { alertElements, withLabels } from '../../alerting/evaluate-rules.ts'
import { readsValue } from '../../alerting/label-template.ts'
import { RuleError } from '../../alerting/rule-error.ts'
import type { AlertingRule } from '../../alerting/rule-file.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import { labelSignature } from '../../series/labels.ts'
import type { BoundedSample } from '../bounds/bounded-sample.ts'
import { seriesText } from '../record/recorded-data.ts'
import { EpisodeLog } from './episode-log.ts'
import type { AlertNeeds } from './rule-set.ts'

const NONE: ActiveAlerts = new Map()
const NO_VALUES: ReadonlyMap<string, BoundedSample> = new Map()
/** The value of a label that depends on a value which is known within bounds only. */
const LEFT_OPEN = 'left open'

interface Reach {
  readonly text: string
  readonly reachMs: number
  readonly aheadMs: number
  readonly rangeBackMs: number
}

export interface AlertReplayOptions {
  /** Whether its three histories may differ. */
  readonly isBounded: boolean
  readonly needs: AlertNeeds
  /** From one evaluation to the next. */
  readonly intervalMs: number
  readonly span: TimeSpan
  /** Whether small values are what the alert is about. */
  readonly asksForSmall: boolean
  /** The most alerts that the rule may have; 0 for no limit. */
  readonly limit: number
}

export class AlertReplay {
  readonly rule: AlertingRule
  active: Readonly<Record<HistoryName, ActiveAlerts>> = { surely: NONE, drawn: NONE, could: NONE }
  evaluations = 0
  readonly notKnown: TimeSpan[] = []
  readonly #options: AlertReplayOptions
  readonly #reaches: readonly Reach[]
  /** The labels whose templates read the value. */
  readonly #valueLabels: readonly string[]
  readonly #logs: Readonly<Record<HistoryName, EpisodeLog>>
  readonly #failures = new Map<string, EvaluationFailure>()
  /** Before it, the state depends on what is not known. */
  #settledMs: number
  #isUnknown = false
  /** The last evaluation that is not known; the first one where all are. */
  #lostMs: number | null = null
  /** Until when alerts may be kept firing that were before it, by history and labels. */
  readonly #keptUntilMs = new Map<string, number>()

  constructor(rule: AlertingRule, options: AlertReplayOptions) {
    this.rule = rule
    this.#options = options
    this.#settledMs = options.span.fromMs
    this.#reaches = options.needs.reads.map(({ selector, reachMs, aheadMs, rangeBackMs }) => ({
      text: seriesText(selector),
      reachMs,
      aheadMs,
      rangeBackMs,
    }))
    this.#valueLabels = Object.entries(rule.labels).flatMap(([name, text]) => (readsValue(text) ? [name] : []))
    const drawn = new EpisodeLog(worse(options.asksForSmall, 'drawn'))
    this.#logs = options.isBounded
      ? {
          surely: new EpisodeLog(worse(options.asksForSmall, 'surely')),
          drawn,
          could: new EpisodeLog(worse(options.asksForSmall, 'could')),
        }
      : { surely: drawn, drawn, could: drawn }
  }

  get histories(): AlertHistories {
    const { surely, drawn, could } = this.#logs
    return { surely: surely.episodes, drawn: drawn.episodes, could: could.episodes }
  }

  get failures(): readonly EvaluationFailure[] {
    return [...this.#failures.values()]
  }

  /**
   * Whether what the alert reads at an instant is in the record; where it is not, its state is forgotten.
   * @param beginsAtMs before it, there may have been samples that the record no longer has
   */
  isKnownAt(timestampMs: number, gaps: readonly RecordGap[], beginsAtMs: number): boolean {
    const isLost = this.#reaches.some(
      (reach) => reachesBefore(beginsAtMs, reach, timestampMs) || gaps.some((gap) => touches(gap, reach, timestampMs)),
    )
    if (!isLost) return true
    this.active = { surely: NONE, drawn: NONE, could: NONE }
    this.#lostMs = timestampMs
    this.#keptUntilMs.clear()
    this.#settledMs = Math.max(this.#settledMs, timestampMs + this.#options.needs.memoryMs)
    this.#noteUnknown(timestampMs)
    return false
  }

  /** @param elements what the condition returned. @throws RuleError where Prometheus would fail */
  step(elements: readonly BoundedSample[], timestampMs: number): void {
    const { surely, drawn, could } = this.active
    if (elements.length === 0 && could.size === 0) {
      this.#note(NO_VALUES, timestampMs)
      return
    }
    const labelled = alertElements(
      this.rule,
      elements.map(({ labels, drawn: value, low }) => ({ labels, value: value ?? low })),
    )
    const chosen = (of: (sample: BoundedSample) => boolean) =>
      labelled.filter((_, i) => of(elements[i] as BoundedSample))
    const next = (active: ActiveAlerts, some: readonly AlertElement[]) =>
      stepAlerts(this.rule, active, some, timestampMs)
    const nextDrawn = this.#limited(
      next(
        drawn,
        chosen((sample) => sample.drawn !== null),
      ),
    )
    const leftOpen = this.#leftOpen(labelled)
    if (this.#options.isBounded)
      this.active = {
        surely: next(surely, once(chosen((sample) => sample.surely && this.#hasKnownLabels(sample)))),
        drawn: nextDrawn,
        could: next(could, once([...labelled, ...leftOpen])),
      }
    else this.active = { surely: nextDrawn, drawn: nextDrawn, could: nextDrawn }
    const values = new Map(
      [labelled, leftOpen].flatMap((some) =>
        some.map(({ labels }, i) => [labelSignature(labels), elements[i] as BoundedSample] as const),
      ),
    )
    this.#note(values, timestampMs)
  }

  /** Whether the labels are the same for all values that an element may have. */
  #hasKnownLabels({ low, high }: BoundedSample): boolean {
    return this.#valueLabels.length === 0 || Object.is(low, high)
  }

  /**
   * The elements under labels that stand for all that their values may give them. Labels that change with the value begin
   * another alert, and its `for`; what holds all the while may have had the same ones all the while.
   */
  #leftOpen(labelled: readonly AlertElement[]): readonly AlertElement[] {
    if (!this.#options.isBounded || this.#valueLabels.length === 0) return []
    const open = this.#valueLabels.map((name) => [name, LEFT_OPEN] as const)
    return labelled.map(({ labels, value }) => ({ labels: withLabels(labels, open), value }))
  }

  /** The state stays as it was, but for a rule with more alerts than its group allows. */
  fail(message: string, timestampMs: number, dropsAlerts: boolean): void {
    const before = this.#failures.get(message)
    if (timestampMs >= this.#options.span.fromMs)
      this.#failures.set(message, {
        message,
        evaluations: (before?.evaluations ?? 0) + 1,
        firstMs: before?.firstMs ?? timestampMs,
      })
    if (dropsAlerts) this.active = { surely: NONE, drawn: NONE, could: NONE }
    this.#note(NO_VALUES, timestampMs)
  }

  #limited(active: ActiveAlerts): ActiveAlerts {
    const { limit } = this.#options
    if (limit > 0 && active.size > limit)
      throw new AlertLimitExceeded(`exceeded the group's limit of ${limit} with ${active.size} alerts`)
    return active
  }

  #note(values: ReadonlyMap<string, BoundedSample>, timestampMs: number): void {
    const mayBeKept = this.#mayBeKept(timestampMs)
    if (timestampMs < this.#settledMs || mayBeKept) {
      // Within the span, what fires at the first evaluation that is known may have fired before the gap already.
      if (timestampMs >= this.#options.span.fromMs) this.#noteUnknown(timestampMs)
      else for (const name of this.#names()) this.#logs[name].skip(this.active[name])
      return
    }
    this.evaluations++
    this.#isUnknown = false
    for (const name of this.#names()) this.#logs[name].note(this.active[name], values, timestampMs)
  }

  /**
   * Whether an alert that is pending here may have been kept firing since before what is not known: it is so until it fires,
   * or until the condition has not held for as long as alerts are kept firing.
   */
  #mayBeKept(timestampMs: number): boolean {
    const { keepFiringForSeconds } = this.rule
    this.#lostMs ??= timestampMs
    if (keepFiringForSeconds === 0) return false
    const keptMs = keepFiringForSeconds * 1e3 + this.#options.intervalMs
    const lostMs = this.#lostMs
    for (const name of this.#names())
      for (const [key, { state }] of this.active[name]) {
        const place = `${name} ${key}`
        const untilMs = this.#keptUntilMs.get(place) ?? lostMs + keptMs
        if (state === 'firing') this.#keptUntilMs.delete(place)
        else if (timestampMs <= untilMs) this.#keptUntilMs.set(place, timestampMs + keptMs)
      }
    return [...this.#keptUntilMs.values()].some((untilMs) => timestampMs < untilMs)
  }

  #names(): readonly HistoryName[] {
    return this.#options.isBounded ? ['surely', 'drawn', 'could'] : ['drawn']
  }

  #noteUnknown(timestampMs: number): void {
    if (timestampMs < this.#options.span.fromMs) return
    const last = this.notKnown.at(-1)
    if (this.#isUnknown && last) this.notKnown[this.notKnown.length - 1] = { ...last, toMs: timestampMs }
    else this.notKnown.push({ fromMs: timestampMs, toMs: timestampMs })
    if (!this.#isUnknown) for (const name of this.#names()) this.#logs[name].interrupt()
    this.#isUnknown = true
  }
}

/** An alerting rule that exceeds the limit of its group drops its alerts. */
export class AlertLimitExceeded extends RuleError {}

function touches(gap: RecordGap, { text, reachMs, aheadMs }: Reach, timestampMs: number): boolean {
  return gap.selector === text && gap.toMs >= timestampMs - reachMs && gap.fromMs <= timestampMs + aheadMs
}

/** Ranges of five minutes and less are taken as they are: so much later than asked a record may begin. */
function reachesBefore(beginsAtMs: number, { rangeBackMs }: Reach, timestampMs: number): boolean {
  return rangeBackMs > LOOKBACK_MS && timestampMs - rangeBackMs < beginsAtMs
}

/** Where bounds leave open which of two results there is, both may have the labels of one alert. */
function once(elements: readonly AlertElement[]): readonly AlertElement[] {
  return [...new Map(elements.map((element) => [labelSignature(element.labels), element])).values()]
}

function worse(asksForSmall: boolean, history: HistoryName) {
  return (a: PeakValue, b: PeakValue) => {
    const [x, y] = [valueIn(a, history, asksForSmall), valueIn(b, history, asksForSmall)]
    return asksForSmall ? x < y : x > y
  }
}

/** What happened at least, as drawn, or at most. */
function valueIn({ drawn, low, high }: PeakValue, history: HistoryName, asksForSmall: boolean): number {
  if (history === 'drawn') return drawn ?? (asksForSmall ? low : high)
  return (history === 'could') === asksForSmall ? low : high
}
