import { describe, expect, it } from 'vitest'
import { parseWrk } from '../../../bench/peers/parse-wrk.ts'

const PRINTED = `Running 1s test @ http://127.0.0.1:8080
  1 threads and 50 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   604.52us    1.03ms  21.32ms   91.83%
    Req/Sec    98.75k     6.06k  107.49k    72.73%
  Latency Distribution
     50%  321.00us
     75%  478.00us
     90%    1.35ms
     99%    5.02ms
  108067 requests in 1.10s, 33.39MB read
Requests/sec:  98237.40
Transfer/sec:     30.35MB
`

describe('parseWrk', () => {
  it('reads rate, requests and quantiles', () => {
    const { p50, p99, ...rest } = parseWrk(PRINTED)
    expect(rest).toEqual({ requests: 108_067, ratePerSecond: 98_237.4 })
    expect(p50).toBeCloseTo(0.000321, 9)
    expect(p99).toBeCloseTo(0.00502, 9)
  })

  it('refuses what has no rate in it', () => {
    expect(() => parseWrk('unable to connect')).toThrow('wrk printed no rate')
  })
})
