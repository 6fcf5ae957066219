import { describe, expect, it } from 'vitest'
import { metricKind } from '../../../../harness/drill/model/metric-kind.ts'

describe('metricKind', () => {
  it.each([
    ['http_requests_total', 'answered'],
    ['http_request_errors_total', 'failed'],
    ['goods_http_requests_total', 'answered'],
    ['processor_rpc_calls_total', 'answered'],
    ['prometheus_http_requests_total', 'answered'],
    ['requests_rejected_total', 'failed'],
  ] as const)('takes %s for a counter of requests that were %s', (name, counts) => {
    expect(metricKind(name, new Set())).toEqual({ kind: 'counter', counts })
  })

  it.each([
    'apiserver_request_terminations_total',
    'http_requests_dropped_total',
    'http_request_retries_total',
    'nginx_active_requests',
    'http_inprogress_requests',
    'node_network_requests_total',
    'mysqld_queries_total',
    'prometheus_rule_queries_total',
    'response_size_bytes_total',
  ])('takes %s for nothing that the simulation makes', (name) => {
    expect(metricKind(name, new Set())).toBeUndefined()
  })

  it.each([
    ['apiserver_request_sli_duration_seconds', true],
    ['etcd_disk_wal_fsync_duration_seconds', true],
    ['kubelet_http_requests_duration_seconds', true],
    ['kubelet_pleg_relist_duration_seconds', false],
    ['apiserver_client_certificate_expiration_seconds', false],
    ['session_age_seconds', false],
  ])('of buckets of %s says whether they may be those of requests: %s', (base, isMade) => {
    expect(metricKind(`${base}_bucket`, new Set([base]))?.kind).toBe(isMade ? 'histogram' : undefined)
  })
})
