// What `sla-harness backtest` is asked, once its flags are read.

import type { BacktestExpectation } from '../../analysis/backtest/expectation.ts'
import type { RuleVariation } from '../../prometheus/alerting/variants/vary-rule-file.ts'
import type { SpanEnd } from '../layouts/record-choice.ts'

export type RecordedData =
  | { readonly kind: 'prometheus'; readonly url: string }
  /** A run's folder, a page of scrapes, or a dump of a TSDB. */
  | { readonly kind: 'data'; readonly path: string }

export interface NamedVariation extends RuleVariation {
  /** The flags that say so: `--for 2m --range 5m`. */
  readonly name: string
}

export interface BacktestOptions {
  /** One file at least. */
  readonly rules: readonly string[]
  readonly proposed: string | null
  readonly data: RecordedData
  /** Left out: 28 days before the end for a Prometheus, all there is for a file. */
  readonly from?: SpanEnd | undefined
  readonly to?: SpanEnd | undefined
  /** How often groups without an interval of their own are evaluated; left out: as where the data comes from. */
  readonly evaluationSeconds?: number | undefined
  /** The alerts to back-test; empty for all. */
  readonly alerts: readonly string[]
  readonly variations: readonly NamedVariation[]
  readonly expectations: readonly BacktestExpectation[]
}
