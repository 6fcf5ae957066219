import { expect, it } from 'vitest'
import { startLeadSeconds } from '../../../generators/clock/start-lead.ts'

it.each([
  ['no generator that was pinged', [], 0.5],
  ['generators on this machine', [0.0003, 0.0012], 0.5024],
  ['the slowest of several', [0.04, 0.05, 0.0003], 0.6],
  ['a way by satellite and back', [1.2], 2.9],
  ['one that hardly answers', [30], 5],
])('waits for %s', (_, slowest, lead) => {
  expect(startLeadSeconds(slowest)).toBeCloseTo(lead, 9)
})
