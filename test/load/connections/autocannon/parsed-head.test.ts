import { describe, expect, it } from 'vitest'
import { staysOpen } from '../../../../load/connections/autocannon/parsed-head.ts'

describe('a connection stays open', () => {
  const info = {
    versionMajor: 1,
    versionMinor: 1,
    statusCode: 200,
    headers: [],
    statusMessage: 'OK',
    shouldKeepAlive: false,
  }
  it.each([
    ['where the parser says so', { ...info, shouldKeepAlive: true }, false, '', true],
    ['not where it says it does not', info, false, '', false],
    ['after an answer to HEAD that gives no length', info, true, '', true],
    ['not where that says close', info, true, 'close', false],
    ['not where that is HTTP/1.0', { ...info, versionMinor: 0 }, true, '', false],
    ['never after a change of protocol', { ...info, statusCode: 101, shouldKeepAlive: true }, false, 'upgrade', false],
  ])('%s', (_, given, isHead, connection, open) => {
    expect(staysOpen(given, isHead, connection)).toBe(open)
  })
})
