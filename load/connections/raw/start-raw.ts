// The engine of our own: plain sockets and a response parser.

import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { PoolOptions } from '../connection.ts'
import { type Destination, destinationsOf } from '../destination.ts'
import type { AddWire, RunningEngine } from '../engine-pool.ts'
import { type Connect, RawWire } from './raw-wire.ts'

/** As much as libuv reads at once. */
const BUFFER_BYTES = 64 * 1024

export function startRaw(options: PoolOptions, addWire: AddWire): RunningEngine {
  const { url, route, firstAddress, connections, timers } = options
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  const destinationOf = destinationsOf(url, route, firstAddress)
  const connectedEvent = url.protocol === 'https:' ? 'secureConnect' : 'connect'
  for (let i = 0; i < connections; i++) {
    const destination = destinationOf(i)
    const { address } = destination
    const connect = connectTo(destination, buffer)
    const wire = { connect, buffer, connectedEvent, address, nowSeconds: timers.nowSeconds } as const
    addWire((listener) => new RawWire(wire, listener)).begin()
  }
  return { stop: async () => {} }
}

function connectTo({ host, port, socket, tls }: Destination, buffer: Buffer): Connect {
  // The host stays beside a socket's path: a certificate is held against it where there is no name.
  const place = socket === undefined ? { host, port } : { host, port, path: socket }
  return (onRead) => {
    const onread = {
      buffer,
      callback: (length: number) => {
        onRead(length)
        return true
      },
    }
    if (tls === null) return connectTcp({ ...place, onread })
    // Whether the certificate is verified is decided in connection-life.ts, which says what is wrong with it.
    const options = { ...place, ...tls, rejectUnauthorized: false, onread }
    return connectTls(options)
  }
}
