import { expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import { scrapeAccess, scrapeHeaders } from '../../../prometheus/scrape/scrape-headers.ts'

it.each([
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

it('asks as a scenario without a word about it does: no headers, the default limit', () => {
  expect(scrapeAccess(undefined)).toEqual({})
})

it('asks with the headers and the limit of a scenario', () => {
  const limits = { ...DEFAULT_SCRAPE_LIMITS, bodyBytes: 1000 }
  expect(scrapeAccess({ headers: { A: 'b' }, credentials: null, limits })).toEqual({
    headers: { a: 'b' },
    maxBytes: 1000,
  })
})
