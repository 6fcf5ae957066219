// All variants on one record, instant by instant.

import type { TimeSpan } from '../../../core/backtest/backtest.ts'
import { LOOKBACK_MS } from '../../promql/evaluate/select-samples.ts'
import type { BacktestRequest } from '../backtest-request.ts'
import type { GroupOffsets } from '../group-offsets.ts'
import type { ReadPlan } from '../read/read-plan.ts'
import type { RecordedData } from '../record/recorded-data.ts'
import type { RuleSet } from './rule-set.ts'
import { VariantReplay } from './variant-replay.ts'

interface ReplayOptions {
  /** Of each variant. */
  readonly rules: readonly RuleSet[]
  readonly plan: ReadPlan
  readonly data: RecordedData
  readonly span: TimeSpan
  readonly offsets: GroupOffsets
}

/** How much later than asked a record may begin and be whole: no scrape interval is longer. */
const LATE_MS = LOOKBACK_MS

export class Replay {
  readonly evaluateFromMs: number
  readonly variants: readonly VariantReplay[]
  readonly #data: RecordedData
  /** From when on samples were asked for; null for the record of a run, before which there was nothing. */
  readonly #askedFromMs: number | null
  #beginsAtMs = Number.NEGATIVE_INFINITY

  constructor(request: BacktestRequest, { rules, plan, data, span, offsets }: ReplayOptions) {
    this.evaluateFromMs = span.fromMs - plan.evaluationLeadMs
    this.#data = data
    this.#askedFromMs = request.source.kind === 'run' ? null : this.evaluateFromMs - plan.longestBackMs
    this.variants = request.variants.map(
      ({ name }, i) =>
        new VariantReplay({
          name,
          rules: rules[i] as RuleSet,
          data,
          span,
          evaluateFromMs: this.evaluateFromMs,
          offsetMsOf: (group) => offsets.offsetMsOf(group),
          retentionMs: plan.longestBackMs,
          beginsAtMs: () => this.#beginsAtMs,
        }),
    )
  }

  evaluateUpTo(timeMs: number): void {
    const asked = this.#askedFromMs
    const first = this.#data.store.span
    if (asked !== null && first && first.fromMs > asked + LATE_MS) this.#beginsAtMs = first.fromMs
    for (;;) {
      const nextMs = Math.min(...this.variants.map((variant) => variant.nextMs))
      if (nextMs > timeMs) return
      for (const variant of this.variants) variant.evaluateAt(nextMs)
    }
  }
}
