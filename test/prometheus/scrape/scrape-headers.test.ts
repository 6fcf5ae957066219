import { expect, it } from 'vitest'
import { scrapeHeaders } from '../../../prometheus/scrape/scrape-headers.ts'

it.each([
  [undefined, {}],
  [
    { headers: { 'X-Scope': 'a' }, credentials: { kind: 'bearer' as const, token: 't' } },
    { 'x-scope': 'a', authorization: 'Bearer t' },
  ],
  [
    { headers: {}, credentials: { kind: 'basic' as const, user: 'u', password: 'p' } },
    { authorization: `Basic ${Buffer.from('u:p').toString('base64')}` },
  ],
  [{ headers: { Authorization: 'Token x' }, credentials: null }, { authorization: 'Token x' }],
])('%j sends %j', (access, headers) => {
  expect(scrapeHeaders(access)).toEqual(headers)
})
