import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateObjectives } from '../../../analysis/objectives/evaluate-objectives.ts'
import { failingRequest, failingRequestInWords } from '../../../analysis/objectives/failing-request.ts'
import { type LoadSlot, measuredSlots } from '../../../core/run/load-result.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { objectiveOf, requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const PHASES = phaseWindows([{ name: 'steady', seconds: 60 }])
const NAMES = ['browse', 'login', 'checkout'] as const

/** Of ten requests a second, seven are browse, two are login and one is checkout. */
const requestOf = (i: number) => [0, 0, 0, 0, 0, 0, 0, 1, 1, 2][i % 10] as number

function slotsOf(request: (name: (typeof NAMES)[number], i: number) => Omit<Request, 'due' | 'request'>): LoadSlot[] {
  const load = loadOf(
    PHASES,
    evenly(0, 60, 10, (i) => ({ ...request(NAMES[requestOf(i)] as (typeof NAMES)[number], i), request: requestOf(i) })),
  )
  return measuredSlots(load)
}

const scenario = { requests: requestTemplates(...NAMES) }
const found = (line: string, slots: readonly LoadSlot[]) => failingRequest(objectiveOf(line).objective, slots, scenario)

const slowCheckout = slotsOf((name) => ({ serviceTime: name === 'checkout' ? 2 : 0.1 }))

describe('the request that made an objective fail', () => {
  it.each([
    { line: 'p95 < 1s', missed: 60 },
    { line: 'ttfb p95 < 1s', missed: 60 },
    { line: 'under 1s > 95%', missed: 60 },
  ])('is the slow one of $line', ({ line, missed }) => {
    expect(found(line, slowCheckout)).toEqual({
      request: 'checkout',
      missed,
      judged: 60,
      missedByAll: 60,
      judgedOfAll: 600,
    })
  })

  it.each(['errors < 1%', 'achieved > 99%'])('is the one whose requests fail, of %s', (line) => {
    const slots = slotsOf((name, i) => ({
      serviceTime: 0.1,
      outcome: name === 'login' && i % 2 === 0 ? 'status' : 'completed',
    }))
    expect(found(line, slots)).toEqual({
      request: 'login',
      missed: expect.any(Number),
      judged: 120,
      missedByAll: found(line, slots)?.missed,
      judgedOfAll: 600,
    })
  })

  it('counts timeouts as slow', () => {
    const slots = slotsOf((name) => ({ serviceTime: 0.1, outcome: name === 'checkout' ? 'timeout' : 'completed' }))
    expect(found('p95 < 1s', slots)).toMatchObject({ request: 'checkout', missed: 60 })
  })

  it.each([
    { sentence: 'all are slow', slots: slotsOf(() => ({ serviceTime: 2 })) },
    {
      sentence: 'two are slow, and either alone is enough to fail',
      slots: slotsOf((name) => ({ serviceTime: name === 'browse' ? 0.1 : 2 })),
    },
    {
      sentence: 'each is slow as often as the others',
      slots: slotsOf((_, i) => ({ serviceTime: i % 9 === 0 ? 2 : 0.1 })),
    },
    {
      sentence: 'there is but one',
      slots: measuredSlots(
        loadOf(
          PHASES,
          evenly(0, 60, 10, () => ({ serviceTime: 2 })),
        ),
      ),
    },
  ])('is none where $sentence', ({ slots }) => {
    expect(found('p95 < 1s', slots)).toBeUndefined()
  })

  it('would have been none without its requests', () => {
    const slow = fc.record({
      browse: fc.integer({ min: 0, max: 100 }),
      login: fc.integer({ min: 0, max: 100 }),
      checkout: fc.integer({ min: 0, max: 100 }),
    })
    fc.assert(
      fc.property(slow, (percent) => {
        const slots = slotsOf((name, i) => ({ serviceTime: (i * 37) % 100 < percent[name] ? 2 : 0.1 }))
        const failing = found('p95 < 1s', slots)
        if (failing === undefined) return
        const { missed, judged, missedByAll, judgedOfAll } = failing
        // Nobody asks of an objective that is met.
        if (missedByAll / judgedOfAll <= 0.05) return
        expect((missedByAll - missed) / (judgedOfAll - judged)).toBeLessThanOrEqual(0.05)
        expect(missed / judged).toBeGreaterThan(0.05)
      }),
      { numRuns: 50, examples: [[{ browse: 3, login: 0, checkout: 0 }]] },
    )
  })

  it('is said with its figures', () => {
    const { objective } = objectiveOf('p95 < 1s')
    const failing = { request: 'checkout', missed: 48, judged: 60, missedByAll: 52, judgedOfAll: 600 }
    expect(failingRequestInWords(objective, failing)).toBe(
      'The request checkout made it fail: 48 of the 52 requests that were too slow are its, 80% of its 60. Without it 0.741% would have been, which meets the objective.',
    )
    const alone = { request: 'login', missed: 60, judged: 120, missedByAll: 60, judgedOfAll: 600 }
    expect(failingRequestInWords(objectiveOf('errors < 1%').objective, alone)).toBe(
      'The request login made it fail: all 60 requests that failed are its, 50% of its 120. Without it 0% would have failed, which meets the objective.',
    )
  })
})

describe('the finding of an objective over several requests', () => {
  const load = loadOf(
    PHASES,
    evenly(0, 60, 10, (i) => ({ serviceTime: requestOf(i) === 2 ? 2 : 0.1, request: requestOf(i) })),
  )
  const sla = ['p95 < 1s', 'p95 < 3s', 'p95 < 1s for checkout', 'p95 < 1s for browse']
  const [failed, met, checkout, browse] = evaluateObjectives(runRecordOf({ load, sla, scenario }))

  it('names the request that made it fail', () => {
    expect(failed).toMatchObject({ finding: 'fail', failing: { request: 'checkout' } })
    expect(failed?.reason).toContain('The request checkout made it fail: ')
  })

  it('names none where it is met, or where it is about one request', () => {
    expect([met?.finding, met?.failing]).toEqual(['pass', undefined])
    expect([checkout?.finding, checkout?.failing, checkout?.request]).toEqual(['fail', undefined, 'checkout'])
    expect([browse?.finding, browse?.failing]).toEqual(['pass', undefined])
  })
})
