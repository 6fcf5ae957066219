import type { AlertHistories, BacktestedAlert } from '../../core/backtest/backtest.ts'

const NO_HISTORIES: AlertHistories = { surely: [], drawn: [], could: [] }

/** Empty where nothing was evaluated: who reads silence into it has to look at the outcome first. */
export function historiesOf(alert: BacktestedAlert): AlertHistories {
  return alert.outcome === 'evaluated' ? alert.histories : NO_HISTORIES
}
