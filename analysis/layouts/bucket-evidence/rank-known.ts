// The order of layouts as far as ranges tell it: by wrong alerts, then wrong verdicts, then the worst error, then series,
// as where everything is known.

import type { ComparedLayout } from '../../../core/report/layout-comparison.ts'
import type { Ends } from './known-range.ts'

export interface KnownRanking {
  /** Best first where the ranges tell; else by what is sure. */
  readonly layouts: readonly ComparedLayout[]
  readonly unrankedBecause: string | null
}

export function rankKnown(compared: readonly ComparedLayout[]): KnownRanking {
  const layouts = compared.toSorted(likelyBetterFirst)
  const pair = layouts.findIndex((layout, i) => i > 0 && order(layouts[i - 1] as ComparedLayout, layout) === undefined)
  if (pair < 0) return { layouts, unrankedBecause: null }
  const names = [layouts[pair - 1], layouts[pair]].map((layout) => layout?.name ?? '')
  return {
    layouts,
    unrankedBecause: `which of them is better depends on where inside their buckets the latencies lay, for ${names.join(' and ')} to begin with`,
  }
}

const KEYS: readonly ((layout: ComparedLayout) => Ends)[] = [wrongAlerts, wrongShare, worstError, series]

/** Negative, positive or 0 where it is the same for all latencies that the buckets allow; undefined where it is not. */
function order(a: ComparedLayout, b: ComparedLayout): number | undefined {
  for (const key of KEYS) {
    const [left, right] = [key(a), key(b)]
    if (left.high < right.low) return -1
    if (right.high < left.low) return 1
    const isSame = left.low === left.high && right.low === right.high && left.low === right.low
    if (!isSame) return undefined
  }
  return 0
}

function likelyBetterFirst(a: ComparedLayout, b: ComparedLayout): number {
  for (const key of KEYS) {
    const [left, right] = [key(a), key(b)]
    if (left.low !== right.low) return left.low - right.low
    if (left.high !== right.high) return left.high < right.high ? -1 : 1
  }
  return 0
}

function wrongAlerts({ alert, alertRange }: ComparedLayout): Ends {
  if (alert) return { low: alert.misses + alert.falseAlarms, high: alert.misses + alert.falseAlarms }
  return alertRange ? { low: alertRange.misses + alertRange.falseAlarms, high: Infinity } : { low: 0, high: 0 }
}

function wrongShare({ wrongVerdicts }: ComparedLayout): Ends {
  const evaluations = wrongVerdicts.reduce((sum, next) => sum + next.evaluations, 0)
  if (evaluations === 0) return { low: 0, high: 0 }
  const wrong = wrongVerdicts.reduce((sum, next) => sum + next.misses + next.falseAlarms, 0)
  const untold = wrongVerdicts.reduce((sum, next) => sum + (next.untold ?? 0), 0)
  return { low: wrong / evaluations, high: (wrong + untold) / evaluations }
}

function worstError({ moving }: ComparedLayout): Ends {
  const ranges = moving.flatMap(({ worstRelativeErrorRange }) => worstRelativeErrorRange ?? [])
  return {
    low: Math.max(0, ...ranges.map(({ lower }) => lower)),
    high: Math.max(0, ...ranges.map(({ upper }) => upper ?? Infinity)),
  }
}

function series(layout: ComparedLayout): Ends {
  return { low: layout.series, high: layout.series }
}
