import { describe, expect, it } from 'vitest'
import { dialledHostOf, hostOf, parseJoinAddress } from '../../../generators/broker/join-address.ts'

describe('the address of a broker', () => {
  it.each([
    ['nats://broker.example:4223', ['broker.example:4223'], false, 'nats://broker.example:4223'],
    ['nats://broker.example', ['broker.example:4222'], false, 'nats://broker.example:4222'],
    ['broker:4224', ['broker:4224'], false, 'nats://broker:4224'],
    ['tls://broker.example/', ['broker.example:4222'], true, 'tls://broker.example:4222'],
    ['nats://[::1]:4222', ['[::1]:4222'], false, 'nats://[::1]:4222'],
    ['nats://a, nats://b:1', ['a:4222', 'b:1'], false, 'nats://a:4222,nats://b:1'],
  ])('is read: %s', (text, servers, tls, shown) => {
    expect(parseJoinAddress(text)).toEqual({ servers, tls, shown })
  })

  it.each(['nats://user:secret@broker', 'nats://token@broker', 'user:secret@broker', 'nats://a,tls://t@b'])(
    'has no credentials in it: %s',
    (text) => {
      const refused = () => parseJoinAddress(text)
      expect(refused).toThrow('SLA_HARNESS_NATS_USER and SLA_HARNESS_NATS_PASSWORD, or SLA_HARNESS_NATS_TOKEN')
      expect(refused).not.toThrow(/secret|token@/)
    },
  )

  it.each(['', ' , ', 'http://broker:4222', 'ws://broker', 'nats://', 'nats://broker/path', 'nats://broker?a=b'])(
    'is refused: %j',
    (text) => {
      expect(() => parseJoinAddress(text)).toThrow('--join: expected the address of a broker such as nats://')
    },
  )

  it.each([
    ['broker.example:4222', 'broker.example', 'broker.example'],
    ['127.0.0.1:4222', '127.0.0.1', '127.0.0.1'],
    ['[::1]:4222', '[::1]', '::1'],
  ])('names hosts, with brackets or without: %s', (server, host, dialled) => {
    expect([hostOf(server), dialledHostOf(server)]).toEqual([host, dialled])
  })
})
