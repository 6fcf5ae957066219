import { describe, expect, it } from 'vitest'
import { allowedLagSeconds } from '../../../analysis/generator/allowed-lag.ts'
import { loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

describe('allowedLagSeconds', () => {
  it.each([
    { what: '5% of the tightest quantile limit', sla: ['p99 < 2s', 'p95 < 400ms'], seconds: 0.02 },
    { what: '5% of the tightest bound too', sla: ['p95 < 800ms', 'under 300ms > 90%'], seconds: 0.015 },
    { what: 'at least 5 ms', sla: ['p95 < 10ms'], seconds: 0.005 },
    { what: 'at most 50 ms', sla: ['p95 < 10s'], seconds: 0.05 },
    { what: '25 ms without a latency limit', sla: ['errors < 1%'], seconds: 0.025 },
  ])('is $what', ({ sla, seconds }) => {
    const { scenario } = runRecordOf({ load: loadOf(phaseWindows([]), []), sla })
    expect(allowedLagSeconds(scenario)).toBeCloseTo(seconds, 12)
  })
})
