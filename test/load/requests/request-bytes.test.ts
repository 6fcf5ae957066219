import { describe, expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { requestBytes } from '../../../load/requests/request-bytes.ts'
import { requestTemplate } from '../../support/load-plan.ts'

const url = new URL('http://127.0.0.1:5000')
const text = (template: Parameters<typeof requestTemplate>[0], to = url) =>
  requestBytes(to, requestTemplate(template)).toString()

describe('credentials of a URL', () => {
  it.each([
    ['http://me:p%40ss@127.0.0.1/', 'me:p@ss'],
    ['http://me:100%@127.0.0.1/', 'me:100%'],
    ['http://me%:50%ab%zz@127.0.0.1/', 'me%:50%ab%zz'],
  ])('sends those of %s as %s', (address, credentials) => {
    const encoded = Buffer.from(credentials).toString('base64')
    expect(text({}, new URL(address))).toContain(`\r\nAuthorization: Basic ${encoded}\r\n`)
  })
})

describe('a request', () => {
  it('writes a request without a body', () => {
    expect(text({ path: '/predict?x=1' })).toBe(
      'GET /predict?x=1 HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nConnection: keep-alive\r\n\r\n',
    )
  })

  it('sets type and length in bytes of a JSON body', () => {
    expect(text({ method: 'post', body: { kind: 'json', value: { name: 'Zoë' } } })).toBe(
      'POST /ok HTTP/1.1\r\nHost: 127.0.0.1:5000\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n' +
        'Content-Length: 15\r\n\r\n{"name":"Zoë"}',
    )
  })

  it('writes a request with a text body', () => {
    const sent = text({ method: 'PUT', body: { kind: 'text', text: 'a,b' } })
    expect(sent).toContain('\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n\r\na,b')
  })

  it('sends Content-Length: 0 with a POST that has no body', () => {
    expect(text({ method: 'POST' })).toContain('\r\nContent-Length: 0\r\n')
  })

  it('lets own headers replace the defaults, but not Content-Length', () => {
    const headers = { host: 'predict.example', 'content-type': 'application/x-ndjson', 'content-length': '999' }
    expect(text({ method: 'POST', headers, body: { kind: 'text', text: '1' } })).toBe(
      'POST /ok HTTP/1.1\r\nhost: predict.example\r\nConnection: keep-alive\r\ncontent-type: application/x-ndjson\r\n' +
        'Content-Length: 1\r\n\r\n1',
    )
  })

  it('turns credentials of the URL into a header', () => {
    const to = new URL('http://user:p%40ss@127.0.0.1:5000')
    expect(text({}, to)).toContain(`\r\nAuthorization: Basic ${Buffer.from('user:p@ss').toString('base64')}\r\n`)
  })
})

describe('the path', () => {
  it.each([
    ['is joined to the base path', 'http://h/api/v1/', '/predict', '/api/v1/predict'],
    ['needs no slash', 'http://h/api', 'predict', '/api/predict'],
    ['may be nothing but a slash', 'http://h', '/', '/'],
    ['is encoded where HTTP needs it', 'http://h', '/a b/ü', '/a%20b/%C3%BC'],
    ['loses its fragment, which is not sent', 'http://h', '/a#b', '/a'],
    ['may look like a host', 'http://h', '//other/x', '//other/x'],
  ])('%s', (_, base, path, target) => {
    expect(text({ path }, new URL(base)).split(' ')[1]).toBe(target)
  })
})

describe('what cannot be sent', () => {
  it.each([
    ['a method with a blank', { method: 'GET /' }, 'request request: expected an HTTP method, got "GET /"'],
    [
      'a header value with a line break',
      { headers: { A: 'b\r\nc' } },
      'expected a header that HTTP can carry, got "A"',
    ],
    ['a header name with a colon', { headers: { 'a:b': 'c' } }, 'expected a header that HTTP can carry, got "a:b"'],
  ])('%s', (_, template, message) => {
    expect(() => text(template)).toThrow(UserError)
    expect(() => text(template)).toThrow(message)
  })
})
