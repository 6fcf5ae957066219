import { expect, it } from 'vitest'
import { anchorMaker } from '../../../site/markdown/anchor.ts'

it.each([
  ['words are joined by dashes', 'As a gate in CI', 'as-a-gate-in-ci'],
  ['punctuation is left out', '`data` and `values`: what differs', 'data-and-values-what-differs'],
  ['what stood around left-out characters stays apart', 'a & b', 'a--b'],
  ['underscores and letters of all languages stay', 'Größe_XL', 'größe_xl'],
])('%s', (_, heading, anchor) => {
  expect(anchorMaker()(heading)).toBe(anchor)
})

it('tells headings of the same text apart, also from one that is called like the second', () => {
  const anchor = anchorMaker()
  expect(['a', 'a-1', 'a', 'a'].map(anchor)).toEqual(['a', 'a-1', 'a-2', 'a-3'])
})
