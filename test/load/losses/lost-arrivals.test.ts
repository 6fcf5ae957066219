import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CountedArrivals, FOLDED_SECOND } from '../../../load/losses/arrival-counts.ts'
import { lostArrivals } from '../../../load/losses/lost-arrivals.ts'

const at = (second: number, count: number, request = 0): CountedArrivals => ({ second, phase: 0, request, count })
const sum = (arrivals: readonly CountedArrivals[]) => arrivals.reduce((total, { count }) => total + count, 0)

describe('what is lost', () => {
  it.each<[string, CountedArrivals[], CountedArrivals[], CountedArrivals[]]>([
    ['nothing where all came', [at(0, 5), at(1, 5)], [at(0, 5), at(1, 5)], []],
    ['all where nothing came', [at(0, 5), at(1, 5)], [], [at(0, 5), at(1, 5)]],
    ['what is missing of a second', [at(0, 5), at(1, 5)], [at(0, 5), at(1, 2)], [at(1, 3)]],
    ['of each request by itself', [at(0, 5), at(0, 5, 1)], [at(0, 5, 1)], [at(0, 5)]],
    ['nothing of what came a second late', [at(0, 5), at(1, 5)], [at(0, 4), at(1, 6)], []],
    ['nothing of what came a second early', [at(0, 5), at(1, 5)], [at(0, 6), at(1, 4)], []],
    ['what folded seconds leave', [at(0, 5), at(1, 5), at(2, 5)], [at(FOLDED_SECOND, 10), at(2, 1)], [at(2, 4)]],
    ['nothing where more came than was expected', [at(0, 5)], [at(0, 7)], []],
  ])('is %s', (_, expected, came, lost) => {
    expect(lostArrivals(expected, came, 2)).toEqual(lost)
  })

  it('is as much as is missing, and never less than nothing', () => {
    const counts = fc.array(fc.nat(9), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(counts, counts, fc.nat(5), (expected, came, request) => {
        const inSeconds = (all: number[]) => all.map((count, second) => at(second, count, request))
        const lost = lostArrivals(inSeconds(expected), inSeconds(came), 6)
        expect(sum(lost)).toBe(Math.max(0, sum(inSeconds(expected)) - sum(inSeconds(came))))
        expect(lost.every(({ count }) => count > 0)).toBe(true)
      }),
    )
  })
})
