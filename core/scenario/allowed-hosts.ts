// The hosts that a run may send traffic to. Load does harm to a service that did not ask for it, and one letter of a URL
// decides whose it is: all but this machine must be named.
//
//   shop.example             that host, on any port
//   shop.example:8443        on this port alone
//   *.shop.example           any host below it, and not shop.example itself
//   10.0.0.7, [fd00::7]      an address

import { isLocalHost } from '../route/local-host.ts'

export interface HostPattern {
  /** As a URL has it: in lower case, an IPv6 address in brackets. */
  readonly hostname: string
  /** Whether the hosts below `hostname` are meant, and not it. */
  readonly below: boolean
  /** Null for any. */
  readonly port: number | null
}

/** Undefined where the text is no host. */
export function parseHostPattern(text: string): HostPattern | undefined {
  const written = text.trim()
  const below = written.startsWith('*.')
  const rest = below ? written.slice(2) : written
  const [, host, port] = BARE_V6.test(rest) ? [rest, `[${rest}]`] : (HOST_AND_PORT.exec(rest) ?? [])
  if (host === undefined || !URL.canParse(`http://${host}`)) return undefined
  const { hostname } = new URL(`http://${host}`)
  if (hostname === '' || (below && IS_ADDRESS.test(hostname))) return undefined
  const number = port === undefined ? null : Number(port)
  return number === null || (number > 0 && number <= LARGEST_PORT) ? { hostname, below, port: number } : undefined
}

/** Whether traffic may be sent there. @param allowed as scenario and flags name them; what is no host allows nothing */
export function isAllowedHost({ hostname, port, protocol }: URL, allowed: readonly string[]): boolean {
  if (isLocalHost(hostname)) return true
  const ownPort = Number(port) || (protocol === 'https:' ? 443 : 80)
  return allowed.some((text) => {
    const pattern = parseHostPattern(text)
    if (pattern === undefined || (pattern.port !== null && pattern.port !== ownPort)) return false
    return pattern.below ? hostname.endsWith(`.${pattern.hostname}`) : hostname === pattern.hostname
  })
}

const LARGEST_PORT = 65_535
const BARE_V6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i
const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[^\s:/?#@*[\]\\%,]+)(?::(\d{1,5}))?$/i
const IS_ADDRESS = /^\[|^\d+\.\d+\.\d+\.\d+$/
