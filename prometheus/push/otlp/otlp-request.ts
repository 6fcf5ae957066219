// The body of an OTLP export of metrics: every series a gauge, each point with its own time. OpenTelemetry's own serializer
// writes it. Its data model has no marker for the end of a series, so that a query carries the last value on for as long as
// its server looks back.

import { ValueType } from '@opentelemetry/api'
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AggregationTemporality, DataPointType, type GaugeMetricData } from '@opentelemetry/sdk-metrics'
import type { PushedSeries } from '../pushed-series.ts'

export const OTLP_HEADERS: Readonly<Record<string, string>> = { 'content-type': 'application/x-protobuf' }

/** The label `job` is what OpenTelemetry calls the service's name. */
export function otlpRequest(series: readonly PushedSeries[]): Uint8Array {
  const byJob = groupedBy(series, ({ labels }) => labels.job ?? '')
  const requests = [...byJob].map(([job, own]) => ({
    resource: resourceFromAttributes(job === '' ? {} : { 'service.name': job }),
    scopeMetrics: [{ scope: { name: 'sla-harness' }, metrics: gauges(own) }],
  }))
  // Requests of a repeated field alone, put one behind the other, are one request.
  return Buffer.concat(
    requests.map((request) => ProtobufMetricsSerializer.serializeRequest(request) ?? new Uint8Array()),
  )
}

/** Why points were left out of what was otherwise taken, or why nobody knows; null where none was. */
export function otlpRejection(answer: Uint8Array): string | null {
  const read = readAnswer(answer)
  if (read === null) return 'it answered with something else than OTLP does, so that it is not known what it took'
  const { rejectedDataPoints = 0, errorMessage = '' } = read.partialSuccess ?? {}
  return rejectedDataPoints > 0
    ? `${rejectedDataPoints} points were rejected: ${errorMessage || 'no reason was given'}`
    : null
}

type Answer = ReturnType<typeof ProtobufMetricsSerializer.deserializeResponse>

/** Null where it is no answer of OTLP. Some servers answer in JSON whatever they were asked in. */
function readAnswer(answer: Uint8Array): Answer | null {
  if (answer.length === 0) return {}
  try {
    if (answer[0] !== OPENING_BRACE) return ProtobufMetricsSerializer.deserializeResponse(answer)
    // OpenTelemetry's own reader takes what is no JSON for an empty answer.
    JSON.parse(Buffer.from(answer).toString('utf8'))
    return JsonMetricsSerializer.deserializeResponse(answer)
  } catch {
    return null
  }
}

/** No message of OTLP begins with it in protobuf: it would be the field 15, as a group. */
const OPENING_BRACE = '{'.charCodeAt(0)

function gauges(series: readonly PushedSeries[]): GaugeMetricData[] {
  return [...groupedBy(series, ({ name }) => name)].map(([name, own]) => ({
    descriptor: { name, description: '', unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE,
    dataPoints: own.flatMap(({ labels: { job: _, ...attributes }, samples }) =>
      samples.flatMap(({ timestampMs, value }) => {
        if (value === 'stale') return []
        const time = hrTime(timestampMs)
        return [{ startTime: time, endTime: time, attributes, value }]
      }),
    ),
  }))
}

function groupedBy(
  series: readonly PushedSeries[],
  keyOf: (each: PushedSeries) => string,
): Map<string, readonly PushedSeries[]> {
  const groups = new Map<string, PushedSeries[]>()
  for (const each of series) {
    const group = groups.get(keyOf(each))
    if (group === undefined) groups.set(keyOf(each), [each])
    else group.push(each)
  }
  return groups
}

/** Whole seconds, and the nanoseconds beyond them. */
function hrTime(timestampMs: number): [number, number] {
  const seconds = Math.floor(timestampMs / 1e3)
  return [seconds, Math.round((timestampMs - seconds * 1e3) * 1e6)]
}
