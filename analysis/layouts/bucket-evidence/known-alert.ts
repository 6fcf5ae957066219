// A rule replayed on what buckets tell. An expression that is true at more instants fires at no fewer, with any `for` and
// `keep_firing_for`. So the rule on the low ends fired surely, and what it fires on the high ends is all that is possible.

import type {
  AlertReplay,
  ComparedLayout,
  Firing,
  KnownFirings,
  QuantileRule,
} from '../../../core/report/layout-comparison.ts'
import { alertOutcome, overlap, replayAlert } from '../replay-alert/replay-alert.ts'
import type { MovingEnds } from './known-moving.ts'

export interface KnownAlert {
  readonly range: KnownFirings
  /** Null where the sure firings are not all that are possible. */
  readonly replay: AlertReplay | null
}

export function knownAlert({ low, high }: MovingEnds, firstAt: number, rule: QuantileRule): KnownAlert {
  const [surely, possibly] = [replayAlert(low, firstAt, rule), replayAlert(high, firstAt, rule)]
  const isTold = JSON.stringify(surely.firings) === JSON.stringify(possibly.firings)
  return { range: { surely: surely.firings, possibly: possibly.firings }, replay: isTold ? surely : null }
}

/** What a layout's alert did against the alert on exact quantiles. */
export function knownOutcome(seen: KnownAlert, exact: KnownAlert): Pick<ComparedLayout, 'alert' | 'alertRange'> {
  const without = (firings: readonly Firing[], others: readonly Firing[]) =>
    firings.filter((firing) => !others.some((other) => overlap(firing, other))).length
  return {
    alert: seen.replay && exact.replay ? alertOutcome(seen.replay, exact.replay) : null,
    alertRange: {
      ...seen.range,
      misses: without(exact.range.surely, seen.range.possibly),
      falseAlarms: without(seen.range.surely, exact.range.possibly),
    },
  }
}
