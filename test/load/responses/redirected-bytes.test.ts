import { describe, expect, it } from 'vitest'
import { isRedirect, redirectedBytes } from '../../../load/responses/redirected-bytes.ts'

const ORIGIN = new URL('http://127.0.0.1:8080/api')

function sent(method: string, target: string, headers: readonly string[] = [], body = ''): Buffer {
  return Buffer.from([`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1:8080', ...headers, '', body].join('\r\n'))
}

function follow(bytes: Buffer, status: number, location: string, cookie?: string) {
  const next = redirectedBytes(bytes, { status, location, origin: ORIGIN }, () => cookie)
  return typeof next === 'string' ? next : next.bytes.toString().split('\r\n')
}

const FORM = ['Content-Type: text/plain', 'Content-Length: 3', 'X-Own: 1']

describe('the method that follows', () => {
  it.each<[number, string, string, boolean]>([
    [301, 'GET', 'GET', true],
    [301, 'POST', 'GET', false],
    [302, 'POST', 'GET', false],
    [302, 'PUT', 'PUT', true],
    [302, 'HEAD', 'HEAD', true],
    [303, 'POST', 'GET', false],
    [303, 'DELETE', 'GET', false],
    [303, 'HEAD', 'HEAD', true],
    [307, 'POST', 'POST', true],
    [308, 'PATCH', 'PATCH', true],
  ])('%d after %s is %s', (status, method, next, keepsBody) => {
    const lines = follow(sent(method, '/a', FORM, 'a=1'), status, '/b')
    expect(lines).toEqual(
      keepsBody
        ? [`${next} /b HTTP/1.1`, 'Host: 127.0.0.1:8080', ...FORM, '', 'a=1']
        : [`${next} /b HTTP/1.1`, 'Host: 127.0.0.1:8080', 'X-Own: 1', '', ''],
    )
  })
})

describe('the place', () => {
  it.each([
    ['an absolute path', '/x/y?q=1', '/x/y?q=1'],
    ['a relative one', 'next', '/a/next'],
    ['one above', '../up', '/up'],
    ['a query alone', '?page=2', '/a/b?page=2'],
    ['nothing', '', '/a/b?page=1'],
    ['a URL of the service', 'http://127.0.0.1:8080/c#part', '/c'],
    ['one without a scheme', '//127.0.0.1:8080/c', '/c'],
    ['letters that are not escaped, as UTF-8', Buffer.from('/größe x').toString('latin1'), '/gr%C3%B6%C3%9Fe%20x'],
    ['line breaks, which are no header', '/a\r\nX-Evil: 1', '/aX-Evil:%201'],
  ])('%s', (_, location, target) => {
    expect(follow(sent('GET', '/a/b?page=1'), 302, location)).toContain(`GET ${target} HTTP/1.1`)
  })

  it.each([
    ['another host', 'http://shop.example/x?token=1', 'http://shop.example'],
    ['another port', 'http://127.0.0.1:8081/', 'http://127.0.0.1:8081'],
    ['another scheme', 'https://127.0.0.1:8080/', 'https://127.0.0.1:8080'],
    ['no place of the web', 'ftp://127.0.0.1:8080/', 'ftp://127.0.0.1:8080'],
  ])('is refused where it is %s', (_, location, origin) => {
    expect(follow(sent('GET', '/'), 302, location)).toBe(
      `a redirect to another origin, ${origin}: connections belong to one service`,
    )
  })

  it('is refused where it is no URL', () => {
    expect(follow(sent('GET', '/'), 302, 'http://:80:80/')).toBe('a redirect to something that is no URL')
  })

  it('is the service under the name by which the request calls it', () => {
    const bytes = Buffer.from('GET / HTTP/1.1\r\nhost: shop.example\r\n\r\n')
    expect(follow(bytes, 302, 'http://shop.example/x')).toEqual(['GET /x HTTP/1.1', 'host: shop.example', '', ''])
  })
})

it('sends the cookies that hold at the new place', () => {
  const bytes = sent('GET', '/', ['Cookie: old=1'])
  expect(follow(bytes, 302, '/x', 'new=2')).toContain('Cookie: new=2')
  expect(follow(bytes, 302, '/x', 'new=2')).not.toContain('Cookie: old=1')
  expect(follow(bytes, 302, '/x', '')).toEqual(['GET /x HTTP/1.1', 'Host: 127.0.0.1:8080', '', ''])
  expect(follow(bytes, 302, '/x')).toContain('Cookie: old=1')
})

it.each([
  [302, '/x', true],
  [302, null, false],
  [300, '/x', false],
  [304, '/x', false],
  [201, '/x', false],
])('a status of %d to %s is a redirect: %s', (status, location, redirect) => {
  expect(isRedirect(status, location)).toBe(redirect)
})
