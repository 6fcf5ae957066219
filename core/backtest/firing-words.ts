// How often an alert fired, in the words of the headline: what was drawn, what is sure, what could have been.

import { times } from '../text/plural.ts'
import type { HistoryName } from './backtest.ts'
import { spanWords } from './span-words.ts'

export type FiringTotals = Readonly<Record<HistoryName, { readonly fired: number; readonly firingSeconds: number }>>

/** `fired 3 times as drawn; surely 1; could have been 7`, to put behind the alert's name. */
export function firingWords({ surely, drawn, could }: FiringTotals): string {
  if (could.fired === 0) return 'did not fire, and could not have'
  const isSure = surely.fired === could.fired && surely.firingSeconds === could.firingSeconds
  if (isSure) return `fired ${times(drawn.fired)}, surely`
  const shown = drawn.fired === 0 ? 'did not fire as drawn' : `fired ${times(drawn.fired)} as drawn`
  const sure = surely.fired === 0 ? 'never surely' : `surely ${surely.fired}`
  // Firings that are drawn apart may be one long firing that is not sure.
  const possible =
    could.fired < drawn.fired || could.fired <= surely.fired
      ? `could have fired for ${spanWords(could.firingSeconds * 1e3)} in all`
      : `could have been ${could.fired}`
  return `${shown}; ${sure}; ${possible}`
}
