import { describe, expect, it } from 'vitest'
import { isAllowedHost, parseHostPattern } from '../../../core/scenario/allowed-hosts.ts'

describe('a host pattern', () => {
  it.each([
    ['shop.example', { hostname: 'shop.example', below: false, port: null }],
    ['Shop.Example:8443', { hostname: 'shop.example', below: false, port: 8443 }],
    ['*.shop.example', { hostname: 'shop.example', below: true, port: null }],
    ['*.shop.example:443', { hostname: 'shop.example', below: true, port: 443 }],
    ['10.0.0.7:80', { hostname: '10.0.0.7', below: false, port: 80 }],
    ['fd00::7', { hostname: '[fd00::7]', below: false, port: null }],
    ['[fd00:0::7]:8080', { hostname: '[fd00::7]', below: false, port: 8080 }],
    ['bücher.example', { hostname: 'xn--bcher-kva.example', below: false, port: null }],
  ])('%s is read', (text, pattern) => {
    expect(parseHostPattern(text)).toEqual(pattern)
  })

  it.each(['', '*', '*.', '**.example', 'a.*.example', 'https://shop.example', 'shop.example/', 'shop.example:0'])(
    '%j is none',
    (text) => {
      expect(parseHostPattern(text)).toBeUndefined()
    },
  )

  it.each(['shop.example:65536', 'user@shop.example', '*.10.0.0.7', 'a b', 'a,b', '[::1', 'shop.example:port'])(
    '%j is none',
    (text) => {
      expect(parseHostPattern(text)).toBeUndefined()
    },
  )
})

describe('traffic', () => {
  it.each([
    ['http://127.0.0.1:8080', [], true],
    ['http://localhost', [], true],
    ['http://[::1]:9', [], true],
    ['http://shop.example', [], false],
    ['http://shop.example', ['shop.example'], true],
    ['https://shop.example:8443', ['shop.example'], true],
    ['https://shop.example:8443', ['shop.example:8443'], true],
    ['https://shop.example', ['shop.example:443'], true],
    ['http://shop.example', ['shop.example:80'], true],
    ['http://shop.example', ['shop.example:443'], false],
    ['http://SHOP.example', ['shop.EXAMPLE'], true],
    ['http://a.shop.example', ['*.shop.example'], true],
    ['http://a.b.shop.example', ['*.shop.example'], true],
    ['http://shop.example', ['*.shop.example'], false],
    ['http://evilshop.example', ['*.shop.example'], false],
    ['http://shop.example.evil.example', ['shop.example'], false],
    ['http://127.0.0.1.evil.example', [], false],
    ['http://10.0.0.7', ['10.0.0.8', '10.0.0.7'], true],
    ['http://[fd00::7]:1', ['fd00:0:0::7'], true],
    ['http://shop.example', ['*'], false],
  ])('to %s, with %j: %s', (url, allowed, expected) => {
    expect(isAllowedHost(new URL(url), allowed)).toBe(expected)
  })

  it('is allowed by host and port as a URL has them', () => {
    for (const text of ['https://shop.example:8443/a', 'http://shop.example', 'http://[fd00::7]:9', 'http://10.0.0.7/'])
      expect(isAllowedHost(new URL(text), [new URL(text).host])).toBe(true)
  })
})
