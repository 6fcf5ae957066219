import { expect, it } from 'vitest'
import { refuseWays } from '../../../prometheus/local/refuse-ways.ts'

it.each([
  ['a unix domain socket', { vias: [{}, { socket: '/run/app.sock' }] }, 'got a unix domain socket'],
  ['a key with a passphrase', { tls: { passphrase: 'p' } }, 'got one with a passphrase'],
])('refuses %s, which a Prometheus cannot read', (_, options, message) => {
  expect(() => refuseWays(options)).toThrow(message)
  expect(() => refuseWays(options)).not.toThrow('/run/app.sock')
})

it('lets pass addresses and files', () => {
  expect(() => refuseWays({ vias: [{ address: '10.0.0.1' }], tls: { ca: '-' } })).not.toThrow()
})
