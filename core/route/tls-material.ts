// What TLS needs beyond the URL, as texts: whose certificates are trusted, and who the client is.

/** Older ones are switched off in Node and in most services. */
export const TLS_VERSIONS = ['1.2', '1.3'] as const
export type TlsVersion = (typeof TLS_VERSIONS)[number]

export interface TlsMaterial {
  /** PEM. Certificates of these issuers are trusted, and no others. */
  readonly ca?: string
  /** PEM: the client's certificate, and those of the issuers between. */
  readonly cert?: string
  /** PEM: its key. */
  readonly key?: string
  readonly passphrase?: string
  /** Asked for (SNI), and held against the service's certificate, instead of the URL's host. */
  readonly serverName?: string
  readonly minVersion?: TlsVersion
  /** The absolute paths of the files that the texts were read from, for programs that read files. */
  readonly files?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
}
