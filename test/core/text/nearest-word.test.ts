import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance, nearestWord } from '../../../core/text/nearest-word.ts'

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['spike', 'spike', 0],
    ['spke', 'spike', 1],
    ['spiike', 'spike', 1],
    ['spyke', 'spike', 1],
    ['spkie', 'spike', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['ca', 'abc', 3],
  ])('%j to %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
  })

  it('is the same both ways, and no more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(editDistance(a, b) === 0).toBe(a === b)
      }),
    )
  })
})

describe('nearestWord', () => {
  it.each([
    ['rte', ['name', 'rate', 'for'], 'rate'],
    ['Rate', ['name', 'rate'], 'rate'],
    ['conn', ['timeout', 'connections'], 'connections'],
    ['scrape_interval', ['scrapeInterval', 'evaluationInterval'], 'scrapeInterval'],
    ['recovry', ['recovery', 'baseline'], 'recovery'],
    ['xyz', ['name', 'rate', 'for'], undefined],
    ['a', ['b', 'c'], undefined],
    ['anything', [], undefined],
    ['tie', ['tic', 'tin'], 'tic'],
    ['x'.repeat(1000), ['rate'], undefined],
  ])('of %j among %j is %j', (word, known, nearest) => {
    expect(nearestWord(word, known)).toBe(nearest)
  })
})

describe('didYouMean', () => {
  it('names the nearest known word', () => {
    expect(didYouMean('rte', ['name', 'rate'])).toBe(' (did you mean rate?)')
  })

  it('is empty where no known word is near', () => {
    expect(didYouMean('xyz', ['name', 'rate'])).toBe('')
  })
})
