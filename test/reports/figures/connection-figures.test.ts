import { describe, expect, it } from 'vitest'
import type { LatencySummary } from '../../../core/latency/latency-summary.ts'
import type { Report } from '../../../core/report/report.ts'
import { connectionFigures } from '../../../reports/figures/connection-figures.ts'
import { SAMPLE_REPORTS } from '../../support/sample-reports.ts'

const { load, sla } = SAMPLE_REPORTS['passing-spike']
const NO_LIMIT = sla.filter(({ unit }) => unit === 'share')
const [LIMITED] = sla.filter(({ objective }) => objective === 'p95 < 300ms')

function times(p50: number, p95: number): LatencySummary {
  return { ...load.total.responseTime, p50, p95 }
}

function figuresOf(
  connections: NonNullable<Report['load']['connections']>,
  judged = [LIMITED!],
  lost = 0,
): string | undefined {
  return connectionFigures({ load: { ...load, connections }, sla: judged, generator: { lost } })
}

describe('the times of opening connections', () => {
  it.each<[string, Parameters<typeof figuresOf>, string | undefined]>([
    [
      'TLS',
      [{ opened: 1200, connectTime: times(0.0001, 0.0002), tlsTime: times(0.002, 0.004) }],
      '1,200 opened, connect P50 100µs, P95 200µs, TLS P50 2ms, P95 4ms',
    ],
    [
      'more than a tenth of the tightest limit',
      [{ opened: 8, connectTime: times(0.02, 0.031), tlsTime: null }],
      '8 opened, connect P50 20ms, P95 31ms',
    ],
    [
      'what the requests paid that waited for one, whatever the limit',
      [
        {
          opened: 8,
          connectTime: times(0.001, 0.001),
          tlsTime: null,
          waitedFor: {
            requests: 1234,
            connectTime: times(0.001, 0.002),
            tlsTime: times(0.003, 0.004),
            timeToFirstByte: times(0.005, 0.006),
            serviceTime: times(0.007, 0.008),
          },
        },
      ],
      '8 opened, connect P50 1ms, P95 1ms; 1,234 requests waited for one: connect P95 2ms, TLS P95 4ms, first byte P95 6ms, service time P95 8ms',
    ],
    [
      'without those of a generator that never said',
      [{ opened: 8, connectTime: times(0.02, 0.031), tlsTime: null }, [LIMITED!], 1],
      '8 opened, not counting those of the lost generator, connect P50 20ms, P95 31ms',
    ],
    [
      'without those of several',
      [{ opened: 8, connectTime: times(0.02, 0.031), tlsTime: null }, [LIMITED!], 2],
      '8 opened, not counting those of 2 lost generators, connect P50 20ms, P95 31ms',
    ],
    ['a tenth of it', [{ opened: 8, connectTime: times(0.02, 0.03), tlsTime: null }], undefined],
    [
      'as much, where there is no limit',
      [{ opened: 8, connectTime: times(0.02, 0.031), tlsTime: null }, NO_LIMIT],
      undefined,
    ],
    ['nothing that was opened', [{ opened: 0, connectTime: times(0, 0), tlsTime: null }], undefined],
  ])('%s: %#', (_, given, figures) => {
    expect(figuresOf(...given)).toBe(figures)
  })

  it('are in no report of an earlier version', () => {
    const { connections: _, ...earlier } = load
    expect(connectionFigures({ load: earlier, sla, generator: { lost: 0 } })).toBeUndefined()
  })
})
