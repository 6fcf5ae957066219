import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../core/json/exact-json.ts'
import { CookieJar } from '../../../load/flows/cookies/cookie-jar.ts'
import type { CookieScope } from '../../../load/flows/cookies/cookie-scope.ts'
import { UserSession } from '../../../load/flows/user-session.ts'

const scope: CookieScope = { host: 'shop.example', isPrivate: true, nowSeconds: () => 1000 }

describe('a user', () => {
  it('keeps the cookies of answers, and has them for the paths that they are for', () => {
    const user = new UserSession(scope, new CookieJar())
    user.answered(['Date', 'now', 'Set-Cookie', 'sid=1', 'set-cookie', 'all=2; Path=/'], '/account/login?next=/')
    expect(user.cookieFor('/account/orders?page=2')).toBe('sid=1; all=2')
    expect(user.cookieFor('/other')).toBe('all=2')
  })

  it('who keeps no cookies has none', () => {
    const user = new UserSession(scope, null)
    user.answered(['Set-Cookie', 'sid=1'], '/')
    expect([user.keepsCookies, user.cookieFor('/')]).toEqual([false, undefined])
  })

  it('has no header where no cookie is for the path', () => {
    const user = new UserSession(scope, new CookieJar())
    expect(user.cookieFor('/')).toBe('')
  })

  it('keeps what was captured, the newest of a name', () => {
    const user = new UserSession(scope, null)
    user.captured('id', 'a')
    user.captured('id', 'b')
    expect([user.capture('id'), user.capture('token')]).toEqual(['b', undefined])
  })

  it('hides everything that it keeps, and what is within it', () => {
    const user = new UserSession(scope, new CookieJar())
    user.captured('token', 'secret')
    user.captured('id', parseJson('12345678901234567890'))
    user.captured('key', parseJson('{"kty":"oct","k":["abc"]}'))
    user.answered(['Set-Cookie', 'sid=31d4'], '/')
    expect(user.hidden).toEqual([
      'secret',
      '12345678901234567890',
      '{"kty":"oct","k":["abc"]}',
      'oct',
      '["abc"]',
      'abc',
      '31d4',
    ])
  })
})
