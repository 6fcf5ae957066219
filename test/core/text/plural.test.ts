import { describe, expect, it } from 'vitest'
import { counted, listed, listedUpTo, times } from '../../../core/text/plural.ts'

describe('counted', () => {
  it.each([
    [0, '0 requests'],
    [1, '1 request'],
    [1200, '1,200 requests'],
  ])('writes %d of a noun as %s', (count, text) => {
    expect(counted(count, 'request')).toBe(text)
  })

  it.each([
    [1, '1 series'],
    [240, '240 series'],
  ])('writes %d of a noun with a plural of its own as %s', (count, text) => {
    expect(counted(count, 'series', 'series')).toBe(text)
  })
})

describe('times', () => {
  it.each([
    [1, 'once'],
    [2, '2 times'],
    [1200, '1,200 times'],
  ])('writes %d as %s', (count, text) => {
    expect(times(count)).toBe(text)
  })
})

describe('listed', () => {
  it.each([
    { words: [], text: '' },
    { words: ['a'], text: 'a' },
    { words: ['a', 'b', 'c'], text: 'a, b and c' },
  ])('joins $words as "$text"', ({ words, text }) => {
    expect(listed(words)).toBe(text)
  })
})

describe('listedUpTo', () => {
  it.each([
    { words: [], text: '' },
    { words: ['a', 'b'], text: 'a and b' },
    { words: ['a', 'b', 'c'], text: 'a, b and 1 more' },
    { words: ['a', 'b', 'c', 'd'], text: 'a, b and 2 more' },
  ])('names two of $words as "$text"', ({ words, text }) => {
    expect(listedUpTo(2, words)).toBe(text)
  })
})
