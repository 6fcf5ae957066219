import { describe, expect, it } from 'vitest'
import { parseAb, parseH2load, parseHey } from '../../../bench/peers/parse-others.ts'

describe('what other generators print', () => {
  it.each([
    [
      'hey',
      parseHey,
      'Summary:\n  Requests/sec:\t22123.5\nStatus code distribution:\n  [200]\t22155 responses\n',
      22_155,
      22_123.5,
    ],
    [
      'h2load',
      parseH2load,
      'finished in 1.00s, 36504.00 req/s, 11.28MB/s\nrequests: 36504 total, 36554 started, 36504 done, 36504 succeeded, 0 failed\n',
      36_504,
      36_504,
    ],
    [
      'ab',
      parseAb,
      'Complete requests:      91234\nRequests per second:    30411.33 [#/sec] (mean)\n',
      91_234,
      30_411.33,
    ],
  ])('%s', (_, parse, text, requests, ratePerSecond) => {
    expect(parse(text)).toEqual({ requests, ratePerSecond })
    expect(() => parse('nothing')).toThrow('printed no rate')
  })
})
