import { describe, expect, it } from 'vitest'
import { objectiveSlots } from '../../../analysis/objectives/objective-slots.ts'
import { sumAccounting } from '../../../core/run/load-result.ts'
import type { ScenarioObjective } from '../../../core/scenario/scenario.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { objectiveOf, requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 5, measured: false },
  { name: 'calm', seconds: 10 },
  { name: 'spike', seconds: 10 },
])

/** Of ten requests a second, seven are browse, two are login and one is checkout. */
const record = runRecordOf({
  load: loadOf(
    PHASES,
    evenly(0, 25, 10, (i) => ({ serviceTime: 0.1, request: [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][i % 10] as number })),
  ),
  scenario: { requests: requestTemplates('browse', 'login', 'checkout') },
})

const offered = (wanted: ScenarioObjective) => sumAccounting(objectiveSlots(record, wanted)).offered
const implied = (except: string[], exceptFor?: { request: string; during: string | null }[]): ScenarioObjective => ({
  ...objectiveOf('errors < 1%'),
  implied: { except, ...(exceptFor && { exceptFor }) },
})

describe('the requests that an objective is about', () => {
  it.each([
    { sentence: 'all of the measured phases', wanted: objectiveOf('p95 < 1s'), count: 200 },
    { sentence: 'of one phase', wanted: objectiveOf('p95 < 1s during spike'), count: 100 },
    { sentence: 'of one request', wanted: objectiveOf('p95 < 1s for login'), count: 40 },
    { sentence: 'of one request in one phase', wanted: objectiveOf('p95 < 1s for checkout during spike'), count: 10 },
    { sentence: 'none of a name that there is not', wanted: objectiveOf('p95 < 1s for refund'), count: 0 },
    { sentence: 'implied, without a phase', wanted: implied(['spike']), count: 100 },
    { sentence: 'implied, without a request', wanted: implied([], [{ request: 'login', during: null }]), count: 160 },
    {
      sentence: 'implied, without a phase, and without a request in the other',
      wanted: implied(['spike'], [{ request: 'checkout', during: 'calm' }]),
      count: 90,
    },
  ])('are $sentence', ({ wanted, count }) => {
    expect(offered(wanted)).toBe(count)
  })
})
