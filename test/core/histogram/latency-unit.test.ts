import { expect, it } from 'vitest'
import { knownUnit, type LatencyUnit, unitOfName } from '../../../core/histogram/latency-unit.ts'

it.each<[string, LatencyUnit | undefined]>([
  ['http_request_duration_ms', 'milliseconds'],
  ['http_request_duration_milliseconds', 'milliseconds'],
  ['http_server_duration_milliseconds_bucket', 'milliseconds'],
  ['rpc_latency_millis', 'milliseconds'],
  ['rpc_latency_us', 'microseconds'],
  ['rpc_latency_usec', 'microseconds'],
  ['rpc_latency_microseconds', 'microseconds'],
  ['gc_pause_ns', 'nanoseconds'],
  ['job_duration_minutes', 'minutes'],
  ['http_request_duration_seconds', 'seconds'],
  ['http.server.request.duration.ms', 'milliseconds'],
  ['job:http_request_duration_ms_bucket:rate5m', 'milliseconds'],
  ['http_request_duration', undefined],
  ['requests', undefined],
  ['ms', undefined],
  ['http_items', undefined],
  ['latency_s', undefined],
])('reads the unit of %s as %s', (name, unit) => {
  expect(unitOfName(name)).toBe(unit)
})

it.each([
  ['the scenario first', 'microseconds', 'a_ms', 'seconds', { name: 'microseconds', from: 'scenario' }],
  ['then the name', null, 'a_ms', 'seconds', { name: 'milliseconds', from: 'name' }],
  ['then the metadata', null, 'a', 'milliseconds', { name: 'milliseconds', from: 'metadata' }],
  ['metadata that is no time', null, 'a', 'bytes', { name: 'seconds', from: 'convention' }],
  ['seconds at last', null, 'a', undefined, { name: 'seconds', from: 'convention' }],
] as const)('believes %s', (_, declared, metric, metadata, known) => {
  expect(knownUnit(declared, metric, metadata)).toEqual(known)
})
