// The body of a remote write, version 1: series with their samples, in protobuf, in a snappy block.
// Source: https://prometheus.io/docs/specs/prw/remote_write_spec, and prompb/types.proto of Prometheus.

import type { PushedSample, PushedSeries } from '../pushed-series.ts'
import { ProtobufWriter } from './protobuf.ts'
import { snappyBlock } from './snappy.ts'

export const WRITE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
}

export function writeRequest(series: readonly PushedSeries[]): Buffer {
  const request = new ProtobufWriter()
  for (const each of series) request.message(1, timeSeries(each))
  return snappyBlock(request.finish())
}

function timeSeries({ name, labels, samples }: PushedSeries): ProtobufWriter {
  const message = new ProtobufWriter()
  const named = Object.entries({ ...labels, __name__: name }).filter(([, value]) => value !== '')
  // In the order of their bytes, as the protocol asks.
  for (const [label, value] of named.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const pair = new ProtobufWriter()
    pair.text(1, label)
    pair.text(2, value)
    message.message(1, pair)
  }
  for (const { timestampMs, value } of samples) {
    const sample = new ProtobufWriter()
    sample.double(1, bytesOf(value))
    sample.integer(2, timestampMs)
    message.message(2, sample)
  }
  return message
}

/** Prometheus tells this NaN from the one that is a value. Source: model/value/value.go. */
const STALE = 0x7ff0000000000002n

function bytesOf(value: PushedSample['value']): Buffer {
  const bytes = Buffer.alloc(8)
  if (value === 'stale') bytes.writeBigUInt64LE(STALE)
  else bytes.writeDoubleLE(value)
  return bytes
}
