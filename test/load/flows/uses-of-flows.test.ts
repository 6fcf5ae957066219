import { expect, it } from 'vitest'
import { usesOfFlows } from '../../../load/flows/uses-of-flows.ts'
import { flow, step } from '../../support/flows.ts'
import { requestTemplate } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const flows = [flow({ steps: [step(0), step(1)] }), flow({ name: 'look', steps: [step(1)] })]

it('a flow draws a row of each data set that one of its requests uses', () => {
  const requests = [requestTemplate({ varies: true }), requestTemplate({ name: 'other' })]
  const data = [
    plannedData({ text: 'a\n1', usedBy: [true, false] }),
    plannedData({ text: 'a\n1', usedBy: [false, true] }),
  ]
  expect(usesOfFlows({ requests, data }, flows)).toEqual([
    [true, false],
    [true, true],
  ])
})

it('nothing is drawn where no request varies', () => {
  expect(usesOfFlows({ requests: [requestTemplate()] }, flows)).toBeNull()
})
