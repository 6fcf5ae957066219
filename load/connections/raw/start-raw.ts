// The engine of our own: plain sockets and a response parser.

import { connect as connectTcp, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { PoolOptions } from '../connection.ts'
import type { AddWire, RunningEngine } from '../engine-pool.ts'
import { type Connect, RawWire } from './raw-wire.ts'

/** As much as libuv reads at once. */
const BUFFER_BYTES = 64 * 1024

export function startRaw({ url, connections, timers }: PoolOptions, addWire: AddWire): RunningEngine {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  const connect = connectTo(url, buffer)
  const connectedEvent = url.protocol === 'https:' ? 'secureConnect' : 'connect'
  const options = { connect, buffer, connectedEvent, nowSeconds: timers.nowSeconds } as const
  for (let i = 0; i < connections; i++) addWire((listener) => new RawWire(options, listener)).start()
  return { stop: async () => {} }
}

function connectTo({ protocol, hostname, port }: URL, buffer: Buffer): Connect {
  const isTls = protocol === 'https:'
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = { host, port: Number(port || (isTls ? 443 : 80)) }
  // The name that the certificate must be for; TLS does not send addresses.
  const servername = isIP(host) === 0 ? host : ''
  return (onRead) => {
    const onread = {
      buffer,
      callback: (length: number) => {
        onRead(length)
        return true
      },
    }
    if (!isTls) return connectTcp({ ...address, onread })
    // Whether the certificate is verified is decided in connection-life.ts, which says what is wrong with it.
    const options = { ...address, servername, rejectUnauthorized: false, onread }
    return connectTls(options)
  }
}
