import { describe, expect, it } from 'vitest'
import { otlpRejection, otlpRequest } from '../../../../prometheus/push/otlp/otlp-request.ts'

describe('otlpRequest', () => {
  it('holds the job as the name of the service, other labels as attributes, values with their times, and no markers', () => {
    const body = Buffer.from(
      otlpRequest([
        {
          name: 'sla_harness_verdict',
          labels: { job: 'sla-harness', verdict: 'pass' },
          samples: [
            { timestampMs: 1_795_408_572_345, value: 0.25 },
            { timestampMs: 1_795_408_573_345, value: 'stale' },
          ],
        },
      ]),
    )
    const text = body.toString('latin1')
    expect(text).toMatch(/service\.name.{0,6}sla-harness/s)
    expect(text).toMatch(/verdict.{0,6}pass/s)
    expect(text).not.toContain('job')
    const time = Buffer.alloc(8)
    time.writeBigUInt64LE(1_795_408_572_345_000_000n)
    expect(body.includes(time)).toBe(true)
    time.writeBigUInt64LE(1_795_408_573_345_000_000n)
    expect(body.includes(time)).toBe(false)
    expect(body.toString('hex')).toContain('000000000000d03f')
  })
})

describe('otlpRejection', () => {
  it('is none where the answer says nothing', () => {
    expect(otlpRejection(Buffer.alloc(0))).toBeNull()
  })

  it('says how many points were rejected, and why', () => {
    // ExportMetricsServiceResponse { partial_success { rejected_data_points: 3, error_message: "old" } }
    expect(otlpRejection(Buffer.from('0a07080312036f6c64', 'hex'))).toBe('3 points were rejected: old')
  })
})
