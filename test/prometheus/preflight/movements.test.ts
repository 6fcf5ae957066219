import { expect, it } from 'vitest'
import { movementsBetween } from '../../../prometheus/preflight/movements.ts'
import { parseExposition } from '../../../prometheus/scrape/exposition/parse-exposition.ts'

function pages(text: string, instance = 'h:1') {
  const page = parseExposition(text, 'text/plain')
  return [{ url: 'http://h:1/metrics', page, labels: page.samples.map(({ labels }) => ({ ...labels, instance })) }]
}

const count = (route: string, n: number) =>
  `a_bucket{le="1",route="${route}"} 0\na_bucket{le="+Inf",route="${route}"} ${n}\n`

it('tells which series counted, and how much', () => {
  const { moved, hasFallen } = movementsBetween(
    pages(count('/a', 1) + count('/b', 5)),
    pages(count('/a', 3) + count('/b', 5)),
  )
  expect(moved).toEqual([{ histogram: 'a', labels: { route: '/a', instance: 'h:1' }, printed: { route: '/a' }, by: 2 }])
  expect(hasFallen).toBe(false)
})

it('counts a series from zero that was not there before', () => {
  expect(movementsBetween(pages(''), pages(count('/new', 2))).moved.map(({ by }) => by)).toEqual([2])
})

it('keeps instances apart', () => {
  const [before, after] = [
    [...pages(count('/a', 1)), ...pages(count('/a', 1), 'h:2')],
    [...pages(count('/a', 2)), ...pages(count('/a', 1), 'h:2')],
  ]
  expect(movementsBetween(before, after).moved.map(({ labels }) => labels.instance)).toEqual(['h:1'])
})

it('says where a count fell', () => {
  expect(movementsBetween(pages(count('/a', 5)), pages(count('/a', 1)))).toEqual({ moved: [], hasFallen: true })
})
