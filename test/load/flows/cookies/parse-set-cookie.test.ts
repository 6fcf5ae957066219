import { describe, expect, it } from 'vitest'
import { parseSetCookie } from '../../../../load/flows/cookies/parse-set-cookie.ts'

const plain = { maxAgeSeconds: null, expiresSeconds: null, domain: null, path: null, isSecure: false }

describe('a Set-Cookie header', () => {
  it.each([
    ['a pair', 'sid=31d4', { ...plain, name: 'sid', value: '31d4' }],
    ['spaces around it', '  sid = 31d4 ', { ...plain, name: 'sid', value: '31d4' }],
    ['an equals sign in the value', 'sid=a=b==', { ...plain, name: 'sid', value: 'a=b==' }],
    ['an empty value', 'sid=', { ...plain, name: 'sid', value: '' }],
    ['quotes, which belong to the value', 'sid="31 d4"', { ...plain, name: 'sid', value: '"31 d4"' }],
    [
      'all attributes, in any case',
      'sid=1; PATH=/shop; domain=.Shop.Example; MAX-age=60; secure; HttpOnly; SameSite=Lax',
      { ...plain, name: 'sid', value: '1', path: '/shop', domain: 'shop.example', maxAgeSeconds: 60, isSecure: true },
    ],
    [
      'a date with a comma',
      'sid=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT',
      { ...plain, name: 'sid', value: '1', expiresSeconds: 784111777 },
    ],
    ['a path that is none', 'sid=1; Path=shop', { ...plain, name: 'sid', value: '1' }],
    ['an empty domain', 'sid=1; Domain=', { ...plain, name: 'sid', value: '1' }],
    ['an age that is no number', 'sid=1; Max-Age=1h', { ...plain, name: 'sid', value: '1' }],
    ['a date that is none', 'sid=1; Expires=soon', { ...plain, name: 'sid', value: '1' }],
    ['an age in the past', 'sid=1; Max-Age=-1', { ...plain, name: 'sid', value: '1', maxAgeSeconds: -1 }],
    ['the last of two', 'sid=1; Path=/a; Path=/b', { ...plain, name: 'sid', value: '1', path: '/b' }],
  ])('with %s', (_, header, expected) => {
    expect(parseSetCookie(header)).toEqual(expected)
  })

  it.each([
    ['without a pair', 'sid'],
    ['without a name', '=31d4'],
    ['that is empty', ''],
    ['with a control character', 'sid=a\x01b'],
  ])('%s is no cookie', (_, header) => {
    expect(parseSetCookie(header)).toBeUndefined()
  })
})
