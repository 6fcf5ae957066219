import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFromGenerator } from '../../../generators/wire/from-generator.ts'
import { type SealedColumns, sealedColumns, sealedTimings } from '../../../generators/wire/sealed-columns.ts'
import { valueBytes } from '../../../generators/wire/value-bytes.ts'
import { COMPLETED, OUTCOMES } from '../../../load/recording/outcome.ts'
import { sealTimings } from '../../../load/recording/seal-timings.ts'
import { SEND_STATES } from '../../../load/recording/timings.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { requestTimings } from '../../support/request-timings.ts'

const PLAN = loadPlan('http://127.0.0.1', {
  requests: [requestTemplate(), requestTemplate({ name: 'other' })],
  phases: [openPhase({ measured: false }), openPhase()],
})

const row = fc
  .record({
    intendedSeconds: fc.double({ min: 0, max: 3, noNaN: true }),
    took: fc.double({ min: 0, max: 5, noNaN: true }),
    sendLagSeconds: fc.double({ min: 0, max: 1, noNaN: true }),
    sendState: fc.nat(SEND_STATES.length - 1),
    phase: fc.nat(1),
    request: fc.nat(1),
    outcome: fc.nat(OUTCOMES.length - 1),
    status: fc.constantFrom(200, 404, 500),
  })
  .map(({ took, ...rest }) => ({
    ...rest,
    status: rest.outcome === COMPLETED ? 200 : rest.status,
    endedSeconds: rest.intendedSeconds + took,
  }))

it('reads back what was sealed', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 80 }), (rows) => {
      const { sealed } = sealTimings(requestTimings(rows), PLAN)
      expect(sealedTimings.parse(sealedColumns(sealed))).toEqual(sealed)
    }),
    { numRuns: 40 },
  )
})

describe('refuses columns that do not fit together', () => {
  const { sealed } = sealTimings(requestTimings([{}, { outcome: 3, status: 500 }, { request: 1 }]), PLAN)
  const fitting = sealedColumns(sealed)
  const { latencies } = fitting

  it.each<[string, Partial<SealedColumns>]>([
    ['half a part', { slots: fitting.slots.slice(1) }],
    ['a part too many', { slots: Uint32Array.of(...fitting.slots, ...fitting.slots.slice(0, 12)) }],
    ['an error of a part that is not there', { errorKinds: Uint32Array.of(9, 0, 1) }],
    ['an error of a kind that is not there', { errorKinds: Uint32Array.of(0, 99, 1) }],
    ['a status without its count', { statusCodes: Uint32Array.of(0, 200) }],
    ['a second without its count', { completions: Uint32Array.of(0) }],
    ['a phase without its timeouts', { connectionUse: Uint32Array.of(0) }],
    ['latencies that are cut off', { latencies: { ...latencies, bytes: latencies.bytes.slice(1) } }],
    ['latencies that are no latencies', { latencies: { ...latencies, bytes: latencies.bytes.map(() => 255) } }],
    ['sets without their extents', { latencies: { ...latencies, extents: latencies.extents.slice(3) } }],
    ['an end before the run', { endSeconds: -1 }],
  ])('%s', (_, change) => {
    expect(sealedTimings.safeParse(fitting).success).toBe(true)
    expect(sealedTimings.safeParse({ ...fitting, ...change }).success).toBe(false)
  })

  it('and says of what', () => {
    const message = { version: 1, type: 'timings', atSeconds: 1, sealed: { ...fitting, slots: Uint32Array.of(1) } }
    expect(() => readFromGenerator(valueBytes(message))).toThrow(/expected one of the protocol, got /)
  })
})
