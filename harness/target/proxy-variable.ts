// HTTP proxies that the environment names. The harness goes straight to a service: its figures are those of the service,
// not of a proxy. Other tools would take such a proxy without a word, so that it is refused by name and not ignored.

import { isIP } from 'node:net'
import type { Environment } from '../../core/environment.ts'
import { isLocalHost } from '../../core/route/local-host.ts'

/**
 * The name of the variable by which other tools would go to this URL over a proxy; undefined where none would. Both cases
 * of a name count, an empty value does not. What `NO_PROXY` names is left out, and loopback always.
 */
export function proxyVariable(url: URL, environment: Environment): string | undefined {
  if (isLocalHost(url.hostname) || isExempt(url, environment)) return undefined
  const ofScheme = url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY']
  return [...ofScheme, 'all_proxy', 'ALL_PROXY'].find((name) => isSet(environment[name]))
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== ''
}

/** curl, Go and Python read the list alike but for details: where one of them would go around the proxy, it is left out. */
function isExempt(url: URL, environment: Environment): boolean {
  const lists = ['no_proxy', 'NO_PROXY'].map((name) => environment[name]).filter(isSet)
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return lists
    .flatMap((list) => list.split(/[\s,]+/))
    .filter((entry) => entry !== '')
    .some((entry) => isExemptBy(entry.toLowerCase(), host, port))
}

function isExemptBy(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const block = /^([\d.]+)\/(\d{1,2})$/.exec(entry)
  if (block) return isInBlock(host, block[1] as string, Number(block[2]))
  const [, inBrackets, plain, entryPort] = /^(?:\[([^\]]+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? []
  const name = inBrackets ?? plain ?? entry
  if (entryPort !== undefined && entryPort !== port) return false
  if (isIP(name) !== 0) return name === host
  const domain = name.replace(/^\*?\./, '')
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

/** IPv4 only, as most lists have it. */
function isInBlock(host: string, network: string, bits: number): boolean {
  if (isIP(host) !== 4 || isIP(network) !== 4 || bits > 32) return false
  const shift = 2 ** (32 - bits)
  return Math.floor(numberOf(host) / shift) === Math.floor(numberOf(network) / shift)
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}
