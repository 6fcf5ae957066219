// Where each connection of a pool goes to: the URL's host, a unix domain socket, or one of the addresses behind a name.

import { isIP } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Route } from '../../core/route/route.ts'
import { secureOptions } from '../../core/route/secure-options.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'

export interface Destination {
  /** A name or an address, without brackets. */
  readonly host: string
  readonly port: number
  /** The path of a unix domain socket, which is opened in place of host and port. */
  readonly socket: string | undefined
  /** Which of several addresses this is; null where none was chosen. */
  readonly address: string | null
  /** Null for plain HTTP. */
  readonly tls: ClientTls | null
}

export interface ClientTls {
  /** Asked for, and what the certificate must be for; empty for an address, which TLS does not send. */
  readonly servername: string
  /** Absent: as Node has it. Made once, for reading certificates takes longer than a handshake. */
  readonly secureContext?: SecureContext
}

/**
 * @param first which of several addresses the first connection goes to
 * @returns the destination of each connection, counted from 0
 */
export function destinationsOf(url: URL, route: Route = {}, first = 0): (connection: number) => Destination {
  const isTls = url.protocol === 'https:'
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isTls ? 443 : 80))
  const tls = isTls ? clientTls(name, route.tls) : null
  const { socket } = route
  const used = route.addresses?.used ?? []
  return (connection) => {
    const address = used.length === 0 ? null : (used[(first + connection) % used.length] as string)
    return { host: address ?? name, port, socket, address, tls }
  }
}

function clientTls(name: string, material: TlsMaterial | undefined): ClientTls {
  const servername = material?.serverName ?? (isIP(name) === 0 ? name : '')
  return material === undefined
    ? { servername }
    : { servername, secureContext: createSecureContext(secureOptions(material)) }
}
