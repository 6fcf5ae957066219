import type { RecordGap } from '../../../core/backtest/backtest.ts'

/** Pieces that were lost one after the other are one gap. */
export function joinedGaps(gaps: readonly RecordGap[]): readonly RecordGap[] {
  const joined: RecordGap[] = []
  const sorted = [...gaps].sort(
    (a, b) => (a.selector < b.selector ? -1 : Number(a.selector > b.selector)) || a.fromMs - b.fromMs,
  )
  for (const gap of sorted) {
    const last = joined.at(-1)
    const continues = last?.selector === gap.selector && last.reason === gap.reason && gap.fromMs <= last.toMs + 1
    if (last && continues) joined[joined.length - 1] = { ...last, toMs: gap.toMs }
    else joined.push(gap)
  }
  return joined
}
