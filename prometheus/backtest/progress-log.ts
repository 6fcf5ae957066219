// Tells how far a back-test has come within its span, and what it waits for.

import type { TimeSpan } from '../../core/backtest/backtest.ts'
import type { BacktestControl } from './backtest-request.ts'
import type { RecordedData } from './record/recorded-data.ts'

export class ProgressLog {
  readonly #control: BacktestControl
  readonly #data: RecordedData
  readonly #span: TimeSpan
  #atMs: number

  constructor(control: BacktestControl, data: RecordedData, span: TimeSpan) {
    this.#control = control
    this.#data = data
    this.#span = span
    this.#atMs = span.fromMs
  }

  at(atMs: number): void {
    this.#atMs = atMs
    this.#tell(null)
  }

  retrying(reason: string): void {
    this.#tell(reason)
  }

  #tell(retrying: string | null): void {
    const { fromMs, toMs } = this.#span
    const share = toMs > fromMs ? Math.min(1, Math.max(0, (this.#atMs - fromMs) / (toMs - fromMs))) : 1
    this.#control.onProgress?.({ share, samplesRead: this.#data.store.sampleCount, atMs: this.#atMs, retrying })
  }
}
