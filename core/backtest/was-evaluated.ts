import type { ReportedAlert } from '../report/backtest-report.ts'
import type { BacktestedAlert } from './backtest.ts'

/** Whether the histories of an alert rest on an evaluation at all. */
export function wasEvaluated(alert: BacktestedAlert | Pick<ReportedAlert, 'outcome' | 'evaluations'>): boolean {
  return alert.outcome === 'evaluated' && alert.evaluations > 0
}
