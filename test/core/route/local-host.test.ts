import { expect, it } from 'vitest'
import { isLocalHost } from '../../../core/route/local-host.ts'

it.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['localhost.', true],
  ['api.localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['[::1]', true],
  ['[::ffff:7f00:1]', true],
  ['0.0.0.0', true],
  ['[::]', true],
  ['127.example.org', false],
  ['127.0.0.1.example.org', false],
  ['notlocalhost', false],
  ['localhost.example.org', false],
  ['10.0.0.1', false],
  ['[fe80::1]', false],
  ['[::ffff:8f00:1]', false],
  ['shop.example', false],
])('%s is this machine: %s', (hostname, expected) => {
  expect(isLocalHost(hostname)).toBe(expected)
})

it('knows the addresses in every way that a URL may write them', () => {
  for (const host of ['127.1', '0x7f.0.0.1', '2130706433', '[::ffff:127.0.0.1]', '[0:0:0:0:0:0:0:1]'])
    expect([host, isLocalHost(new URL(`http://${host}/`).hostname)]).toEqual([host, true])
})
