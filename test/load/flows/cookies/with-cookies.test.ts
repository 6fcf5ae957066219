import { describe, expect, it } from 'vitest'
import { withCookies } from '../../../../load/flows/cookies/with-cookies.ts'

const added = (text: string) => withCookies(Buffer.from(text, 'latin1'), 'sid=1').toString('latin1')

describe('cookies in a request', () => {
  it.each([
    [
      'are a header of their own, behind the others',
      'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\n\r\n',
    ],
    [
      'join those that the request has already, for there may be one such header only',
      'GET / HTTP/1.1\r\ncookie: consent=yes\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.1\r\ncookie: consent=yes; sid=1\r\nHost: a\r\n\r\n',
    ],
    [
      'leave the body alone, whatever it looks like',
      'POST / HTTP/1.1\r\nHost: a\r\n\r\nx\r\nCookie: no\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nCookie: sid=1\r\n\r\nx\r\nCookie: no\r\n\r\n',
    ],
  ])('%s', (_, request, expected) => {
    expect(added(request)).toBe(expected)
  })

  it('leave every byte of a body that is no text', () => {
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const whole = withCookies(Buffer.concat([Buffer.from('PUT / HTTP/1.1\r\nHost: a\r\n\r\n'), body]), 'sid=1')
    expect(whole.subarray(-256)).toEqual(body)
  })
})
