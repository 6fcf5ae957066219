import { describe, expect, it } from 'vitest'
import { DEFAULT_SCRAPE_LIMITS } from '../../../core/scenario/scrape-limits.ts'
import type { MetricsScrape } from '../../../core/scenario/target.ts'
import { configuredAccess } from '../../../prometheus/local/configured-access.ts'

const accessOf = (said: Partial<MetricsScrape>, version = '2.42.0+ds') =>
  configuredAccess(
    {
      labels: {},
      urlLabels: [],
      honorLabels: false,
      headers: {},
      credentials: null,
      verifyTls: null,
      limits: DEFAULT_SCRAPE_LIMITS,
      ...said,
    },
    async () => version,
  )

describe('what a Prometheus can be configured to send', () => {
  it.each<[string, Partial<MetricsScrape>, object]>([
    [
      'a token',
      { credentials: { kind: 'bearer', token: 't' } },
      { authorization: { type: 'Bearer', credentials: 't' } },
    ],
    ['a login', { credentials: { kind: 'basic', user: 'u', password: 'p' } }, { basic: { user: 'u', password: 'p' } }],
    [
      'a header Authorization',
      { headers: { Authorization: 'Token a b' } },
      { authorization: { type: 'Token', credentials: 'a b' } },
    ],
    ['nothing', {}, { authorization: null, basic: null, headers: {} }],
  ])('is %s, in every version', async (_, said, expected) => {
    expect(await accessOf(said)).toMatchObject(expected)
  })

  it.each(['2.55.0', '3.5.0', 'v3.0.1'])('is any other header in %s', async (version) => {
    expect(await accessOf({ headers: { 'X-Scope': 'a' } }, version)).toMatchObject({ headers: { 'x-scope': 'a' } })
  })

  it.each([
    [
      { 'X-Scope': 'secret' },
      /^target\.metrics\.headers\.x-scope: expected a Prometheus of 2\.55 or newer.* got 2\.42\.0\+ds;/,
    ],
    [
      { 'User-Agent': 'secret' },
      /^target\.metrics\.headers\.user-agent: expected a header that Prometheus does not set/,
    ],
    [{ authorization: 'secret' }, /^target\.metrics\.headers\.authorization: expected a scheme and credentials/],
  ])('is not %j, which is said without its value', async (headers, message) => {
    await expect(accessOf({ headers })).rejects.toThrow(message)
    await expect(accessOf({ headers })).rejects.not.toThrow(/secret/)
  })
})
