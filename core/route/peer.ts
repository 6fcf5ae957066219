// Who was at the other end of the connections of a run.

/** How often a connection to one address was opened. */
export interface AddressUse {
  readonly address: string
  readonly opened: number
  /** Attempts that failed, and why the last of them did. Counted where the address was chosen beforehand. */
  readonly failed: number
  readonly reason: string | null
}

/** What TLS came to on the first connection that could be used. */
export interface TlsUse {
  /** `TLSv1.3`. */
  readonly protocol: string
  readonly cipher: string
  /** Of the service's certificate: the common name, or the organization; null where it has neither. */
  readonly subject: string | null
  readonly issuer: string | null
  /** When its certificate expires, in ISO 8601. */
  readonly validTo: string | null
  /** Whether it was issued by someone trusted, for this name. */
  readonly verified: boolean
}

/** Who was at the other end of the connections. */
export interface Peer {
  readonly addresses: readonly AddressUse[]
  /** Null without TLS. */
  readonly tls: TlsUse | null
}

/** Of several generators or runs: every address once. */
export function mergePeers(peers: readonly Peer[]): Peer {
  const uses = peers.flatMap(({ addresses }) => addresses)
  const names = [...new Set(uses.map(({ address }) => address))]
  return {
    addresses: names.map((name) => {
      const own = uses.filter(({ address }) => address === name)
      const sum = (what: 'opened' | 'failed') => own.reduce((total, use) => total + use[what], 0)
      const reason = own.find((use) => use.reason !== null)?.reason ?? null
      return { address: name, opened: sum('opened'), failed: sum('failed'), reason }
    }),
    tls: peers.find(({ tls }) => tls !== null)?.tls ?? null,
  }
}
