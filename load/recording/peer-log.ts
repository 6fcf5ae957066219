// Who was at the other end of the connections: by address, how many were opened and why others were not, and what TLS came
// to on the first one.

import type { TLSSocket } from 'node:tls'
import type { AddressUse, Peer, TlsUse } from '../../core/route/peer.ts'
import type { LoadProblem } from '../../core/run/load-problem.ts'
import type { Peers } from '../connections/connection.ts'

export class PeerLog implements Peers {
  readonly #addresses = new Map<string, AddressUse>()
  #tls: TlsUse | null = null

  opened(address: string | undefined, tls: TLSSocket | null): void {
    if (address !== undefined) this.#count(address, 'opened')
    if (tls !== null) this.#tls ??= tlsUse(tls)
  }

  failed(address: string | null, reason: string): void {
    if (address === null) return
    this.#count(address, 'failed')
    this.#addresses.set(address, { ...this.#of(address), reason })
  }

  peer(): Peer {
    return { addresses: [...this.#addresses.values()], tls: this.#tls }
  }

  #count(address: string, what: 'opened' | 'failed'): void {
    const use = this.#of(address)
    this.#addresses.set(address, { ...use, [what]: use[what] + 1 })
  }

  #of(address: string): AddressUse {
    return this.#addresses.get(address) ?? { address, opened: 0, failed: 0, reason: null }
  }
}

/** Addresses to which no connection could be opened, although others could. */
export function addressesDown({ addresses }: Peer): LoadProblem[] {
  if (addresses.every(({ opened }) => opened === 0)) return []
  return addresses
    .filter(({ opened, failed }) => opened === 0 && failed > 0)
    .map(({ address, failed, reason }) => ({
      kind: 'address-down',
      address,
      attempts: failed,
      reason: reason ?? 'unknown failure',
    }))
}

function tlsUse(socket: TLSSocket): TlsUse {
  const { subject, issuer, valid_to: validTo } = socket.getPeerCertificate()
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validTo: validTo === undefined ? null : isoOf(validTo),
    verified: socket.authorized,
  }
}

const LONGEST_NAME = 200

/** Of a certificate, which anybody may have written. */
function nameOf(name: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined): string | null {
  const text = name?.CN ?? name?.O
  if (text === undefined) return null
  return (Array.isArray(text) ? text.join(', ') : text).replace(/[\p{C}\u2028\u2029]+/gu, ' ').slice(0, LONGEST_NAME)
}

function isoOf(date: string): string | null {
  const at = new Date(date)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
