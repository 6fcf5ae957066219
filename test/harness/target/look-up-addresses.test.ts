import { expect, it } from 'vitest'
import { lookUpAddresses, systemLookUp } from '../../../harness/target/look-up-addresses.ts'

const fails = (code: string) => async () => {
  throw Object.assign(new Error('getaddrinfo'), { code })
}

it('is all addresses of a name, as the resolver orders them', async () => {
  const found = await lookUpAddresses(new URL('http://shop.test:8080'), 'target.url', async () => [
    '10.0.0.2',
    '10.0.0.1',
  ])
  expect(found).toEqual(['10.0.0.2', '10.0.0.1'])
})

it.each(['10.0.0.1', '[fd00::1]'])('asks nobody for %s', async (host) => {
  const found = await lookUpAddresses(new URL(`http://${host}`), 'target.url', fails('ENOTFOUND'))
  expect(found).toEqual([host.replace(/[[\]]/g, '')])
})

it.each([
  ['ENOTFOUND', 'host name not found (ENOTFOUND)'],
  ['EAI_AGAIN', 'host name could not be looked up (EAI_AGAIN)'],
])('says what failed: %s', async (code, reason) => {
  const found = lookUpAddresses(new URL('http://shop.test'), 'target.url', fails(code))
  await expect(found).rejects.toThrow(`target.url: expected a name with addresses, got shop.test: ${reason}`)
})

it('is what the system knows of this machine', async () => {
  const found = await systemLookUp('localhost')
  expect(found.length).toBeGreaterThan(0)
  expect(found.every((address) => address === '::1' || address.startsWith('127.'))).toBe(true)
})
