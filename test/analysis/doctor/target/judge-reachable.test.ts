import { describe, expect, it } from 'vitest'
import { judgeReachable } from '../../../../analysis/doctor/target/judge-reachable.ts'

const UP = { address: '127.0.0.1:80', connectSeconds: 0.0021, failure: null }
const DOWN = { address: '127.0.0.2:80', connectSeconds: null, failure: 'connection refused' }

describe('the addresses of a target', () => {
  it.each([
    [[UP], 'ok', '127.0.0.1:80 takes connections within 2.1ms'],
    [[UP, { ...UP, address: '127.0.0.3:80', connectSeconds: 0.03 }], 'ok', '2 addresses take connections within 30ms'],
    [[UP, DOWN], 'warning', '127.0.0.1:80 takes connections within 2.1ms; none to 127.0.0.2:80: connection refused'],
    [[DOWN], 'problem', 'no connection to 127.0.0.2:80: connection refused'],
  ])('%j: %s', (addresses, state, observed) => {
    const judged = judgeReachable(addresses)
    expect([judged.state, judged.observed]).toEqual([state, observed])
  })
})
