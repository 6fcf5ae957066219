import { expect, it } from 'vitest'
import { dataUses, TurnCounter } from '../../../load/schedule/turn-counter.ts'
import { requestTemplate } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

it('counts a turn for each arrival that draws a row', () => {
  const counter = new TurnCounter([
    [true, false],
    [true, true],
  ])
  expect([0, 1, 1, 0].map((request) => counter.take(request))).toEqual([
    [0, 0],
    [-1, 1],
    [-1, 2],
    [1, 3],
  ])
  expect(counter.taken).toEqual([2, 4])
})

it('is not needed where no request varies', () => {
  const data = [plannedData({ text: 'a\n1\n' })]
  expect(dataUses({ requests: [requestTemplate()], data })).toBeNull()
  expect(dataUses({ requests: [requestTemplate({ varies: true })], data })).toEqual([[true]])
  expect(dataUses({ requests: [requestTemplate({ varies: true })] })).toEqual([])
})
