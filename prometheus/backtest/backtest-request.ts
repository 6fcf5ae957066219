// What `runBacktest(request, control): Promise<Backtest>` (run-backtest.ts) is asked to do: recorded data, a span of time,
// and the rules in their variants. One reading of the data serves all variants.

import type { RuleFile } from '../alerting/rule-file.ts'
import type { Dialect } from '../promql/dialect.ts'
import type { RemoteAccess } from '../remote/access.ts'

export type RecordedSource =
  | { readonly kind: 'prometheus'; readonly access: RemoteAccess }
  /** OpenMetrics text with timestamps, of any size: a run's scrapes.om, or what `promtool tsdb dump-openmetrics` prints. */
  | { readonly kind: 'openMetrics' | 'run'; readonly path: string }

export interface RuleVariant {
  readonly name: string
  readonly ruleFile: RuleFile
}

export interface BacktestRequest {
  readonly source: RecordedSource
  /** Null: from the first sample of a file. A Prometheus needs an instant. */
  readonly fromMs: number | null
  /** Null: to the last sample of a file. */
  readonly toMs: number | null
  readonly variants: readonly RuleVariant[]
  /** Of groups without an interval of their own: the global evaluation_interval. */
  readonly evaluationSeconds: number
  /**
   * When groups are evaluated, within their interval. `aligned`: as Prometheus derives it from the group's name and file,
   * the file being that of the server where it has a group of that name. A number: so many milliseconds after the
   * multiples of the interval.
   */
  readonly offset: 'aligned' | number
  /** Null: that of the Prometheus which is read, or of the current version. */
  readonly dialect: Dialect | null
}

export interface BacktestProgress {
  /** How much of the time has been read and evaluated, from 0 to 1. */
  readonly share: number
  readonly samplesRead: number
  /** Of the data. */
  readonly atMs: number
  /** What is being waited for after a failure; null while all is well. */
  readonly retrying: string | null
}

export interface BacktestControl {
  readonly onProgress?: (progress: BacktestProgress) => void
  readonly signal?: AbortSignal
  /** How long to wait before each further attempt at a question that failed. */
  readonly backoffMs?: readonly number[]
}
