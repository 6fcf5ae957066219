import { describe, expect, it } from 'vitest'
import { slowedWindows } from '../../../../analysis/layouts/recommend-layout/slowed-windows.ts'
import { windowRanks } from '../../../../analysis/layouts/recommend-layout/window-ranks.ts'
import { latencyRecord } from '../../../../analysis/layouts/record/latency-record.ts'
import { seriesOf } from '../records.ts'

// Windows of one second: 0.1 to 0.4 s, then 1 to 4 s, then 0.2 to 0.5 s.
const record = latencyRecord(
  seriesOf([
    [0.1, 0.2, 0.3, 0.4],
    [1, 2, 3, 4],
    [0.2, 0.3, 0.4, 0.5],
  ]),
)
const ranks = windowRanks(record, [0.5, 2.15, 4.3, 10], { quantiles: [0.5, 0.75], standardErrors: 0 }, 1)

describe('slowedWindows', () => {
  it('repeats the worst window with longer latencies', () => {
    const { items, cumulative } = slowedWindows(record, ranks, { rangeSeconds: 1, growth: 1.1 })
    const found = Array.from(items.window, (window, i) => ({
      window,
      rank: items.rank[i],
      exact: Number(items.exact[i]?.toFixed(2)),
      node: items.node[i],
    }))
    // 2 and 3 s take 2.1 and 3.15 s, then 2.2 and 3.3 s.
    expect(found).toEqual([
      { window: 0, rank: 2, exact: 2.1, node: 2 },
      { window: 0, rank: 3, exact: 3.15, node: 3 },
      { window: 1, rank: 2, exact: 2.2, node: 3 },
      { window: 1, rank: 3, exact: 3.3, node: 3 },
    ])
    // Nodes 0, 0.5, 2.15, 4.3 and 10: of 1.05, 2.1, 3.15 and 4.2 s, then of 1.1, 2.2, 3.3 and 4.4 s.
    expect([...cumulative]).toEqual([0, 0, 2, 4, 4, 0, 0, 1, 3, 4])
  })

  it('searches the worst window among the included ones', () => {
    const elsewhere = slowedWindows(record, ranks, { rangeSeconds: 1, growth: 1.05 }, (window) => window !== 1)
    expect(Array.from(elsewhere.items.exact, (seconds) => Number(seconds.toFixed(3)))).toEqual([0.315, 0.42])
  })

  it.each([
    ['no growth', 1, () => true],
    ['no window', 1.3, () => false],
  ])('is nothing of %s', (_, growth, included) => {
    expect(slowedWindows(record, ranks, { rangeSeconds: 1, growth }, included).items.rank).toHaveLength(0)
  })
})
