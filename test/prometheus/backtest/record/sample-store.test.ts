import { describe, expect, it } from 'vitest'
import { SampleStore } from '../../../../prometheus/backtest/record/sample-store.ts'
import { Window } from '../../../../prometheus/backtest/record/window.ts'

const namesOf = (store: SampleStore) => store.select([], true).map(({ labels }) => labels.pod)

describe('a store of recorded samples', () => {
  it('selects the series that hold samples, and knows those that did', () => {
    const store = new SampleStore()
    const before = store.column({ pod: 'before' })
    const after = store.column({ pod: 'after' })
    for (let at = 0; at < 100; at++) (at < 50 ? before : after).append(at * 1000, at)
    store.checkSize()
    expect(namesOf(store)).toEqual(['after', 'before'])
    const { generation } = store
    store.dropBefore(60_000)
    expect(store.generation).toBeGreaterThan(generation)
    expect(namesOf(store)).toEqual(['after'])
    before.append(100_000, 1)
    store.checkSize()
    expect(namesOf(store)).toEqual(['after', 'before'])
    expect(store.seriesCount).toBe(2)
    expect(store.span).toEqual({ fromMs: 0, toMs: 100_000 })
  })

  it('keeps windows, drops of a counter and ends in their places while samples are dropped', () => {
    const store = new SampleStore()
    const column = store.column({ pod: 'a' })
    const window = new Window(column)
    let counter = 0
    for (let at = 0; at < 5_000; at++) {
      counter = at % 97 === 0 ? 0 : counter + 1
      column.append(at * 1000, counter)
      if (at % 500 === 499) column.endAt(at * 1000 + 500)
      const [startMs, endMs] = [at * 1000 - 60_000, at * 1000]
      window.moveTo(startMs, endMs)
      const expected = Array.from({ length: Math.min(at + 1, 60) }, (_, i) => at - Math.min(at, 59) + i)
      expect([column.timeAt(window.from), column.timeAt(window.to - 1), window.to - window.from]).toEqual([
        (expected[0] as number) * 1000,
        at * 1000,
        expected.length,
      ])
      const falls = expected.filter((each, i) => i > 0 && each % 97 === 0).map(() => 96)
      expect(column.valuesBeforeFalls(window.from, window.to)).toEqual(falls)
      if (at % 700 === 0) store.dropBefore(startMs)
    }
    expect(column.hasEndIn(4_999_000, 4_999_500)).toBe(true)
    expect(column.hasEndIn(4_499_500, 4_998_000)).toBe(false)
    window.moveTo(4_900_000, 4_910_000)
    expect(column.timeAt(window.from)).toBe(4_901_000)
  })
})
