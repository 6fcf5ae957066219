import { expect, it } from 'vitest'
import { parsePushTarget } from '../../../prometheus/push/push-target.ts'

it.each([
  ['http://127.0.0.1:9090', 'remote-write', 'http://127.0.0.1:9090/api/v1/write'],
  ['http://127.0.0.1:9090/', 'remote-write', 'http://127.0.0.1:9090/api/v1/write'],
  ['https://host/prefix/api/v1/write', 'remote-write', 'https://host/prefix/api/v1/write'],
  ['remote-write=https://mimir.example/api/v1/push', 'remote-write', 'https://mimir.example/api/v1/push'],
  ['remote-write=https://vm.example/write?db=x', 'remote-write', 'https://vm.example/write?db=x'],
  ['http://127.0.0.1:4318/v1/metrics', 'otlp', 'http://127.0.0.1:4318/v1/metrics'],
  ['http://127.0.0.1:9090/api/v1/otlp', 'otlp', 'http://127.0.0.1:9090/api/v1/otlp/v1/metrics'],
  ['otlp=http://127.0.0.1:4318', 'otlp', 'http://127.0.0.1:4318/v1/metrics'],
])('%s is %s to %s', (text, protocol, url) => {
  expect(parsePushTarget(text)).toEqual({ protocol, url })
})

it.each(['', 'prometheus', 'ftp://host', 'otlp=', 'remote-write=prometheus:9090', 'graphite=http://host'])(
  '%j is none',
  (text) => {
    expect(parsePushTarget(text)).toBeUndefined()
  },
)
