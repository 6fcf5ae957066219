// Why a broker says nothing. Over TLS 1.3 it judges our certificate after the handshake, and closes, which its client takes for
// silence; and what listens at a port may be no broker, and waits for us to speak. Here the same is tried by hand, and what
// the other side says is read.

import { connect as connectPlain, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectEncrypted } from 'node:tls'
import { dialledHostOf } from './join-address.ts'

const PATIENCE_MS = 2000
/** A NATS server speaks first, in the clear, as soon as it is connected. */
const SPEAKS_FIRST_MS = 500
/** No request, and most say so: HTTP does, and servers of HTTPS that take it for HTTP. */
const NONSENSE = 'HEAD \r\n\r\n'

export type Silence =
  /** What the broker says of our certificate. */
  | { readonly kind: 'alert'; readonly error: Error }
  /** It is no broker. */
  | { readonly kind: 'stranger'; readonly says: string }

/**
 * @param server `host:port`
 * @param tls how the connection is to be encrypted; null where it is not
 * @returns null where nothing is known in time
 */
export async function whySilent(server: string, tls: ConnectionOptions | null): Promise<Silence | null> {
  const { port } = new URL(`nats://${server}`)
  const socket = connectPlain(Number(port), dialledHostOf(server))
  const speaking = setTimeout(() => socket.write(NONSENSE), SPEAKS_FIRST_MS)
  const silence = await new Promise<Silence | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE_MS)
    const end = (found: Silence | null) => {
      clearTimeout(timer)
      resolve(found)
    }
    socket.once('error', () => end(null))
    socket.once('close', () => end(null))
    socket.once('data', (said) => {
      clearTimeout(speaking)
      if (!said.subarray(0, 4).equals(Buffer.from('INFO'))) end({ kind: 'stranger', says: wordsOf(said) })
      else if (tls === null) end(null)
      else encrypt(socket, tls, end)
    })
  })
  clearTimeout(speaking)
  socket.destroy()
  return silence
}

function encrypt(socket: Socket, options: ConnectionOptions, end: (found: Silence | null) => void): void {
  const encrypted = connectEncrypted({ ...options, socket })
  encrypted.once('error', (error) =>
    end('code' in error && /ALERT/.test(String(error.code)) ? { kind: 'alert', error } : null),
  )
  encrypted.once('close', () => end(null))
  // Node tells of an alert only to those who read.
  encrypted.resume()
}

const MOST_CHARACTERS = 60

/** The beginning of what it says; of TLS, that. */
function wordsOf(said: Buffer): string {
  if (said[0] === TLS_ALERT && said[1] === TLS_VERSION) return 'TLS from the first byte'
  const [line = ''] = said.toString('latin1').split(/[\r\n]/)
  return JSON.stringify(line.slice(0, MOST_CHARACTERS))
}

/** RFC 8446, 5.1: the type of a record, and the first byte of its version. */
const TLS_ALERT = 21
const TLS_VERSION = 3
