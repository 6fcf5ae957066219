import { afterEach, describe, expect, it } from 'vitest'
import { forgetSecrets, registerSecret } from '../../../core/secrets/secrets.ts'
import { maskedRequest } from '../../../harness/preflight/masked-request.ts'

afterEach(forgetSecrets)

const shown = (head: string, body: string | Buffer = '') =>
  maskedRequest(Buffer.concat([Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n`), Buffer.from(body)]))

describe('a request as it is shown', () => {
  it('has neither secrets of the environment nor credentials', () => {
    registerSecret('s3cret-token', `\${TOKEN}`)
    expect(
      shown(
        'POST /pay?token=abcdef&q=1 HTTP/1.1\nHost: shop\nAuthorization: Bearer s3cret-token\nCookie: a=b\nX-Trace: s3cret-token',
      ),
    ).toBe(
      `POST /pay?token=[redacted]&q=1 HTTP/1.1\nHost: shop\nAuthorization: Bearer \${TOKEN}\nCookie: [redacted]\nX-Trace: \${TOKEN}`,
    )
  })

  it.each([
    [
      'JSON',
      'application/json',
      '{"user":"ann","password":"geheim","pin":{"secret":1234}}',
      '{"user":"ann","password":"[redacted]","pin":{"secret":"[redacted]"}}',
    ],
    ['a form', 'application/x-www-form-urlencoded', 'user=ann&password=geheim', 'user=ann&password=[redacted]'],
    ['text', 'text/plain', 'user: ann, password: geheim', 'user: ann, password: [redacted]'],
    [
      'a form of parts',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\ngeheim\r\n--x--',
      '--x\nContent-Disposition: form-data; name="password"\n\n[redacted]\n--x--',
    ],
    ['JSON that is none', 'application/json', '{"password":"geheim"', '{"password":[redacted]'],
  ])('has no password in %s', (_, type, body, masked) => {
    expect(shown(`POST / HTTP/1.1\nContent-Type: ${type}`, body)).toBe(
      `POST / HTTP/1.1\nContent-Type: ${type}\n\n${masked}`,
    )
  })

  it('keeps what follows a value at the end of its query', () => {
    expect(shown('GET /buy?token=abcdef HTTP/1.1')).toBe('GET /buy?token=[redacted] HTTP/1.1')
  })

  it('is not longer than one reads, and shows no bytes that are no text', () => {
    expect(shown('POST / HTTP/1.1', 'x'.repeat(3000))).toMatch(/x{1000}… \(2\.9 KB in all\)$/)
    expect(shown('POST / HTTP/1.1', Buffer.from([0xff, 0xfe, 0]))).toMatch(/\(3 B that are no text\)$/)
    expect(shown('POST / HTTP/1.1', 'a\u001b[31mb')).toMatch(/a\[31mb$/)
  })
})
