import { describe, expect, it } from 'vitest'
import { mistypedName } from '../../../prometheus/observation/mistyped-name.ts'

describe('mistypedName', () => {
  it.each([
    ['http_requests_duration_seconds', 'http_request_duration_seconds'],
    ['http_request_duraton_seconds', 'http_request_duration_seconds'],
    ['http_request_duration', 'http_request_duration_seconds'],
    ['http_request_duration_ms', 'http_request_duration_seconds'],
    ['httpRequestDurationSeconds', 'http_request_duration_seconds'],
    ['http.server.request.duration', 'http_server_request_duration_seconds'],
    ['h_secnds', 'h_seconds'],
    ['rout', 'route'],
  ])('%s can only mean %s', (name, other) => {
    expect(mistypedName(name, ['go_gc_duration_seconds', other])).toBe(other)
  })

  it.each([
    ['cache_get_duration_seconds', 'cache_set_duration_seconds'],
    ['rpc_v1_duration_seconds', 'rpc_v2_duration_seconds'],
    ['queue_in_seconds', 'queue_out_seconds'],
    ['http_client_request_duration_seconds', 'http_server_request_duration_seconds'],
    ['prometheus_http_request_duration_seconds', 'prometheus_http_response_size_bytes'],
    ['prometheus_http_request_duration_seconds', 'prometheus_rule_evaluation_duration_seconds'],
    ['read_duration_seconds', 'write_duration_seconds'],
    ['http_4xx_total', 'http_5xx_total'],
    ['payments_orders_failed_total', 'payments_orders_filled_total'],
    ['error_type', 'error_code'],
    ['code', 'node'],
  ])('%s may stand beside %s', (name, other) => {
    expect(mistypedName(name, [other])).toBeUndefined()
  })

  it('prefers the nearest', () => {
    expect(mistypedName('request_secondss', ['request_ms', 'request_seconds'])).toBe('request_seconds')
  })
})
