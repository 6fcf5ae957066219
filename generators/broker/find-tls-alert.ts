// Why a broker says nothing once the connection is encrypted. Under TLS 1.3 it judges our certificate after the handshake, and
// closes; its client takes that for silence. Here the same is tried by hand, and what the broker said is read.

import { connect as connectPlain, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectEncrypted } from 'node:tls'
import { dialledHostOf } from './join-address.ts'

const PATIENCE_MS = 2000

/** @param server `host:port` @returns the alert of the broker; null where it sends none in time */
export async function findTlsAlert(server: string, options: ConnectionOptions): Promise<Error | null> {
  const { port } = new URL(`nats://${server}`)
  const socket = connectPlain(Number(port), dialledHostOf(server))
  const alert = await new Promise<Error | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE_MS)
    const end = (error: Error | null) => {
      clearTimeout(timer)
      resolve(error)
    }
    socket.once('error', () => end(null))
    // It speaks first, in the clear: one line about itself.
    socket.once('data', () => encrypt(socket, options, end))
  })
  socket.destroy()
  return alert
}

function encrypt(socket: Socket, options: ConnectionOptions, end: (error: Error | null) => void): void {
  const encrypted = connectEncrypted({ ...options, socket })
  encrypted.once('error', (error) => end('code' in error && /ALERT/.test(String(error.code)) ? error : null))
  encrypted.once('close', () => end(null))
  // Node tells of an alert only to those who read.
  encrypted.resume()
}
