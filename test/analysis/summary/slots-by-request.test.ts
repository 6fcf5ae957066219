import { expect, it } from 'vitest'
import { nameOfRequest, slotsByRequest } from '../../../analysis/summary/slots-by-request.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { requestTemplates } from '../support/run-record-of.ts'

const scenario = { requests: requestTemplates('browse', 'login', 'checkout') }

it('keeps the order of the scenario, and requests that were never due', () => {
  const { slots } = loadOf(
    phaseWindows([{ name: 'only', seconds: 2 }]),
    evenly(0, 2, 2, (i) => ({ serviceTime: 0.1, request: i % 2 === 0 ? 2 : 0 })),
  )
  const groups = slotsByRequest(slots, scenario)
  expect([...groups].map(([name, own]) => [name, own.length])).toEqual([
    ['browse', 2],
    ['login', 0],
    ['checkout', 2],
  ])
})

it('names a request that the scenario does not know by its number', () => {
  expect([nameOfRequest(scenario, 1), nameOfRequest(scenario, 3)]).toEqual(['login', 'request 4'])
})
