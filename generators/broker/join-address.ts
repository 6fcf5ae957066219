// Where the broker is that coordinator and generators meet at: `nats://host:4222`, `tls://host`, or several of one cluster
// with commas between them. Credentials have no place in it: a command line can be read by everybody on the machine.

import { UserError } from '../../core/user-error.ts'

export interface JoinAddress {
  /** `host:port`, in the order in which they are tried. */
  readonly servers: readonly string[]
  /** Whether it asks for TLS; the broker may ask for it by itself. */
  readonly tls: boolean
  /** As it may be shown. */
  readonly shown: string
}

const DEFAULT_PORT = 4222
const EXAMPLE = 'nats://broker.example:4222'

/** @throws UserError where it is none */
export function parseJoinAddress(text: string): JoinAddress {
  const urls = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseOne)
  if (urls.length === 0) throw new UserError(`--join: expected the address of a broker such as ${EXAMPLE}, got none`)
  const tls = urls.some(({ isTls }) => isTls)
  const servers = urls.map(({ server }) => server)
  return { servers, tls, shown: servers.map((server) => `${tls ? 'tls' : 'nats'}://${server}`).join(',') }
}

/** As a URL has it, an IPv6 address in brackets. @param server `host:port` */
export function hostOf(server: string): string {
  return server.replace(/:\d+$/, '')
}

/** As it is dialled, without brackets. @param server `host:port` */
export function dialledHostOf(server: string): string {
  return hostOf(server).replace(/^\[(.*)\]$/, '$1')
}

function parseOne(text: string): { readonly server: string; readonly isTls: boolean } {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `nats://${text}`
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(written))
    throw new UserError(
      '--join: expected an address without user and password, which a command line would show to everybody on this machine; give them as SLA_HARNESS_NATS_USER and SLA_HARNESS_NATS_PASSWORD, or SLA_HARNESS_NATS_TOKEN, in the environment',
    )
  const url = URL.canParse(written) ? new URL(written) : null
  const isNats = url?.protocol === 'nats:' || url?.protocol === 'tls:'
  if (url === null || !isNats || url.hostname === '' || !/^\/?$/.test(url.pathname) || url.search + url.hash !== '')
    throw new UserError(`--join: expected the address of a broker such as ${EXAMPLE} or tls://…, got ${text}`)
  return { server: `${url.hostname}:${url.port || DEFAULT_PORT}`, isTls: url.protocol === 'tls:' }
}
