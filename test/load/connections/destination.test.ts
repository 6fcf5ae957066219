import { describe, expect, it } from 'vitest'
import { destinationsOf } from '../../../load/connections/destination.ts'

const first = (url: string, ...rest: [Parameters<typeof destinationsOf>[1]?]) =>
  destinationsOf(new URL(url), ...rest)(0)

describe('destinationsOf', () => {
  it.each([
    ['http://shop.test', { host: 'shop.test', port: 80, tls: null }],
    ['http://shop.test:8080', { host: 'shop.test', port: 8080, tls: null }],
    ['https://shop.test', { host: 'shop.test', port: 443, tls: { servername: 'shop.test' } }],
    ['https://shop.test:80', { host: 'shop.test', port: 80, tls: { servername: 'shop.test' } }],
    ['https://10.0.0.1', { host: '10.0.0.1', port: 443, tls: { servername: '' } }],
    ['https://[::1]:8443', { host: '::1', port: 8443, tls: { servername: '' } }],
  ])('of %s', (url, expected) => {
    expect(first(url)).toEqual({ ...expected, address: null, socket: undefined })
  })

  it('keeps the name for TLS where one of its addresses was chosen', () => {
    const addresses = { choice: 'pin', known: ['10.0.0.1', '10.0.0.2'], used: ['10.0.0.2'] } as const
    expect(first('https://shop.test', { addresses })).toMatchObject({
      host: '10.0.0.2',
      address: '10.0.0.2',
      tls: { servername: 'shop.test' },
    })
  })

  it('takes addresses in turn', () => {
    const used = ['a', 'b', 'c']
    const route = { addresses: { choice: 'spread', known: used, used } } as const
    const at = (from: number) =>
      Array.from({ length: 4 }, (_, i) => destinationsOf(new URL('http://x'), route, from)(i).host)
    expect([at(0), at(2)]).toEqual([
      ['a', 'b', 'c', 'a'],
      ['c', 'a', 'b', 'c'],
    ])
  })
})
