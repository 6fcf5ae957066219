// The matrix: a row for each alert and variant, the rules as written first.

import { missingLength } from '../../../core/backtest/missing-length.ts'
import { wasEvaluated } from '../../../core/backtest/was-evaluated.ts'
import type { BacktestReport } from '../../../core/report/backtest-report.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'

interface MatrixRow {
  readonly variant: string
  readonly alert: string
  /** Null where nothing was evaluated, with the reason. */
  readonly counts: { readonly surely: number; readonly drawn: number; readonly could: number } | null
  readonly firing: string
  readonly note: string
}

/** The matrix is left out where it would say once more what the alerts' own sections say. */
export function isMatrixShown({ variants }: BacktestReport): boolean {
  const alerts = variants[0]?.alerts.length ?? 0
  return variants.length > 1 || alerts > 1
}

/** What was evaluated under no variant has one row. */
export function matrixRows({ variants }: BacktestReport): MatrixRow[] {
  const names = [...new Set(variants.flatMap(({ alerts }) => alerts.map(({ alert }) => alert)))]
  return names.flatMap((name) => {
    const rows = variants.flatMap((variant) => rowsOf(variant, name))
    return rows.every(({ counts }) => counts === null) ? rows.slice(0, 1) : rows
  })
}

function rowsOf({ name, alerts }: BacktestReport['variants'][number], wanted: string): MatrixRow[] {
  const named = alerts.filter(({ alert }) => alert === wanted)
  return named.map((alert): MatrixRow => {
    const { surely, drawn, could } = alert.histories
    const isEvaluated = wasEvaluated(alert)
    const unknown = alert.notKnown.length > 0 ? `${missingLength(alert.notKnown, alert.notKnownSeconds)} not known` : ''
    const problem = alert.outcome === 'not-evaluated' ? 'not evaluated' : 'no data'
    const notes = [alert.notVaried === null ? '' : 'as written', isEvaluated ? unknown : problem]
    return {
      variant: name,
      // Pages of two severities are often two rules of one name.
      alert: named.length > 1 ? `${wanted} (line ${alert.line})` : wanted,
      counts: isEvaluated ? { surely: surely.fired, drawn: drawn.fired, could: could.fired } : null,
      firing: isEvaluated ? spanFigure(drawn.firingSeconds) : '',
      note: notes.filter((note) => note !== '').join(', '),
    }
  })
}
