import { describe, expect, it } from 'vitest'
import { type CookieContext, CookieJar } from '../../../../load/flows/cookies/cookie-jar.ts'

const login: CookieContext = { host: 'shop.example', path: '/account/login', isPrivate: true, nowSeconds: 1000 }

/** What is sent to `request` after `login` was answered with these headers. */
function sent(
  headers: readonly string[],
  request: Partial<CookieContext> = {},
  from: Partial<CookieContext> = {},
): string {
  const jar = new CookieJar()
  jar.store(headers, { ...login, ...from })
  return jar.header({ ...login, ...request })
}

describe('cookies are sent back', () => {
  it.each([
    ['to the folder of the request that got them', ['sid=1'], { path: '/account/orders' }, 'sid=1'],
    ['not above it', ['sid=1'], { path: '/orders' }, ''],
    ['to the path that they name', ['sid=1; Path=/'], { path: '/orders' }, 'sid=1'],
    ['to what lies below that path', ['sid=1; Path=/shop'], { path: '/shop/cart' }, 'sid=1'],
    ['not to a path that only begins alike', ['sid=1; Path=/shop'], { path: '/shopping' }, ''],
    ['to the host that set them, whatever its case', ['sid=1'], { host: 'SHOP.example' }, 'sid=1'],
    ['not below it where they name no domain', ['sid=1'], { host: 'www.shop.example' }, ''],
    ['below the domain that they name', ['sid=1; Domain=shop.example'], { host: 'www.shop.example' }, 'sid=1'],
    ['over TLS where they are Secure', ['sid=1; Secure'], {}, 'sid=1'],
    ['not in the clear where they are Secure', ['sid=1; Secure'], { isPrivate: false }, ''],
    ['until their age is over', ['sid=1; Max-Age=60'], { nowSeconds: 1059.9 }, 'sid=1'],
    ['not longer', ['sid=1; Max-Age=60'], { nowSeconds: 1060 }, ''],
    ['until they expire', ['sid=1; Expires=Thu, 01 Jan 1970 00:20:00 GMT'], { nowSeconds: 1199 }, 'sid=1'],
    ['not later', ['sid=1; Expires=Thu, 01 Jan 1970 00:20:00 GMT'], { nowSeconds: 1200 }, ''],
    ['by their age where both are given', ['sid=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], {}, 'sid=1'],
    ['all of them, in one header', ['a=1', 'b=2'], {}, 'a=1; b=2'],
    ['those with longer paths first', ['a=1; Path=/', 'b=2; Path=/account'], {}, 'b=2; a=1'],
    ['with the newest value', ['a=1', 'b=2', 'a=3'], {}, 'a=3; b=2'],
    ['twice where their paths differ', ['a=1; Path=/', 'a=2; Path=/account'], {}, 'a=2; a=1'],
  ])('%s', (_, headers, request, expected) => {
    expect(sent(headers, request)).toBe(expected)
  })

  it.each([
    ['of another domain', ['sid=1; Domain=bank.example'], {}],
    ['of a domain below the host', ['sid=1; Domain=www.shop.example'], {}],
    ['of a domain that only ends alike', ['sid=1; Domain=hop.example'], {}],
    ['of a part of an address', ['sid=1; Domain=0.0.1'], { host: '127.0.0.1' }],
    ['Secure, that come in the clear', ['sid=1; Secure'], { isPrivate: false }],
    ['longer than browsers keep', [`sid=${'x'.repeat(4097)}`], {}],
    ['that have expired', ['sid=1; Max-Age=0'], {}],
  ])('none are kept %s', (_, headers, from) => {
    expect(sent(headers, from, from)).toBe('')
  })

  it('one that is set again with an age of 0 or a date in the past is removed', () => {
    expect(sent(['sid=1; Path=/', 'sid=; Path=/; Max-Age=0'])).toBe('')
    expect(sent(['sid=1; Path=/', 'sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])).toBe('')
  })

  it('removing one leaves those of other paths', () => {
    expect(sent(['a=1; Path=/', 'a=2; Path=/account', 'a=; Path=/; Max-Age=0'])).toBe('a=2')
  })

  it('a service that sets more and more of them drives out the oldest', () => {
    const headers = Array.from({ length: 200 }, (_, i) => `c${i}=1`)
    const kept = sent(headers).split('; ')
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([180, 'c20=1', 'c199=1'])
  })

  it('says which Secure cookies were refused', () => {
    const refused: string[] = []
    new CookieJar((name) => refused.push(name)).store(['sid=1; Secure', 'theme=dark'], { ...login, isPrivate: false })
    expect(refused).toEqual(['sid'])
  })

  it('gives the values that it holds', () => {
    const jar = new CookieJar()
    jar.store(['sid=31d4', 'theme=dark'], login)
    expect(jar.values).toEqual(['31d4', 'dark'])
  })
})
