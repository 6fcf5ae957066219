// Read back field by field, with the numbers of opentelemetry-proto v1 (metrics.proto, resource.proto, common.proto).

import { describe, expect, it } from 'vitest'
import { otlpRejection, otlpRequest } from '../../../../prometheus/push/otlp/otlp-request.ts'

describe('otlpRequest', () => {
  it('holds the job as the name of the service, other labels as attributes, values with their times, and no markers', () => {
    const [resourceMetrics, ...others] = messages(
      otlpRequest([
        {
          name: 'sla_harness_verdict',
          labels: { job: 'sla-harness', verdict: 'pass' },
          samples: [
            { timestampMs: 1_795_408_572_345, value: 0.25 },
            { timestampMs: 1_795_408_573_345, value: Number.POSITIVE_INFINITY },
            { timestampMs: 1_795_408_574_345, value: 'stale' },
          ],
        },
        { name: 'sla_harness_verdict', labels: { job: 'sla-harness', verdict: 'fail' }, samples: [] },
      ]),
      1,
    )
    expect(others).toEqual([])
    const [resource] = messages(resourceMetrics, 1)
    expect(messages(resource, 1).map(attribute)).toEqual([['service.name', 'sla-harness']])
    const [scopeMetrics] = messages(resourceMetrics, 2)
    const metrics = messages(scopeMetrics, 2)
    expect(metrics.map((metric) => text(metric, 1))).toEqual(['sla_harness_verdict'])
    const [gauge] = messages(metrics[0], 5)
    expect(messages(gauge, 1).map(point)).toEqual([
      { attributes: [['verdict', 'pass']], unixNano: 1_795_408_572_345_000_000n, value: 0.25 },
      { attributes: [['verdict', 'pass']], unixNano: 1_795_408_573_345_000_000n, value: Number.POSITIVE_INFINITY },
    ])
  })

  it('holds the series of each job under a resource of its own', () => {
    const of = (job: string) => ({ name: 'up', labels: { job }, samples: [{ timestampMs: 1, value: 1 }] })
    const resources = messages(otlpRequest([of('a'), of('b'), of('a')]), 1)
    const names = resources.map((each) => messages(messages(each, 1)[0], 1).map(attribute))
    expect(names).toEqual([[['service.name', 'a']], [['service.name', 'b']]])
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

type Fields = readonly { readonly field: number; readonly bytes: Buffer }[]

/** https://protobuf.dev/programming-guides/encoding: fields that are varints are left out. */
function fieldsOf(message: Uint8Array | undefined): Fields {
  const bytes = Buffer.from(message ?? [])
  const fields: { field: number; bytes: Buffer }[] = []
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes.readUInt8(at++)
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < bytes.length) {
    const tag = varint()
    const [field, type] = [Math.floor(tag / 8), tag % 8]
    if (type === 0) {
      varint()
      continue
    }
    const length = type === 1 ? 8 : varint()
    fields.push({ field, bytes: bytes.subarray(at, at + length) })
    at += length
  }
  return fields
}

function messages(message: Uint8Array | undefined, field: number): Buffer[] {
  return fieldsOf(message).flatMap((each) => (each.field === field ? [each.bytes] : []))
}

function text(message: Uint8Array | undefined, field: number): string | undefined {
  return messages(message, field)[0]?.toString('utf8')
}

function attribute(keyValue: Buffer): [key: string | undefined, value: string | undefined] {
  return [text(keyValue, 1), text(messages(keyValue, 2)[0], 1)]
}

function point(dataPoint: Buffer) {
  return {
    attributes: messages(dataPoint, 7).map(attribute),
    unixNano: messages(dataPoint, 3)[0]?.readBigUInt64LE(),
    value: messages(dataPoint, 4)[0]?.readDoubleLE(),
  }
}
