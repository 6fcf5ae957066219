import { describe, expect, it } from 'vitest'
import { firingWords } from '../../../core/backtest/firing-words.ts'

const total = (fired: number, firingSeconds = fired * 60) => ({ fired, firingSeconds })

describe('firingWords', () => {
  it.each([
    [total(1), total(3), total(7), 'fired 3 times as drawn; surely 1; could have been 7'],
    [total(0), total(0), total(0), 'did not fire, and could not have'],
    [total(2), total(2), total(2), 'fired 2 times, surely'],
    [total(0), total(0), total(2), 'did not fire as drawn; never surely; could have been 2'],
    [total(0), total(1), total(4), 'fired once as drawn; never surely; could have been 4'],
    [total(0), total(3), total(1, 18_000), 'fired 3 times as drawn; never surely; could have fired for 5h in all'],
    [total(1, 60), total(1, 90), total(1, 300), 'fired once as drawn; surely 1; could have fired for 5m in all'],
  ])('%o, %o, %o: %s', (surely, drawn, could, words) => {
    expect(firingWords({ surely, drawn, could })).toBe(words)
  })
})
