// How a connection to the broker is encrypted, and whose certificates are believed. What a file holds is looked at before
// anything is connected, so that a mistake in it is named and not taken for a broker that is not there.

import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { checkServerIdentity, createSecureContext, type PeerCertificate } from 'node:tls'
import { UserError } from '../../core/user-error.ts'
import type { Found } from './found.ts'
import { dialledHostOf } from './join-address.ts'

/** PEM. */
export interface BrokerTls {
  readonly ca?: Found
  readonly cert?: Found
  readonly key?: Found
}

/** @throws UserError where a file holds something else, or a key is not that of its certificate */
export function checkedTls(tls: BrokerTls): BrokerTls {
  for (const { text, from } of [tls.ca, tls.cert].filter((each) => each !== undefined)) checkCertificates(text, from)
  const { cert, key } = tls
  if (cert === undefined || key === undefined) return tls
  try {
    createSecureContext({ cert: cert.text, key: key.text })
  } catch (cause) {
    throw new UserError(`${key.from}: expected the key of ${cert.from}, without a passphrase, got: ${wordsOf(cause)}`, {
      cause,
    })
  }
  return tls
}

function checkCertificates(text: string, from: string): void {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (certificates.length === 0) throw new UserError(`${from}: expected certificates in PEM, got none`)
  for (const certificate of certificates)
    try {
      new X509Certificate(certificate)
    } catch (cause) {
      throw new UserError(`${from}: expected certificates in PEM, got: ${wordsOf(cause)}`, { cause })
    }
}

/** What OpenSSL says, without its numbers. */
function wordsOf(cause: unknown): string {
  const words = cause instanceof Error ? cause.message : String(cause)
  return words.replace(/^error:[0-9A-F]+:/i, '').replaceAll('::', ': ')
}

/**
 * Whether a certificate is for the host that was dialled. The client of the broker tells Node names of hosts alone, and no
 * addresses, which Node then takes for localhost.
 * @param servers `host:port`
 */
export function identityCheck(servers: readonly string[]) {
  const hosts = servers.map(dialledHostOf)
  const addresses = hosts.filter((host) => isIP(host) !== 0)
  return (host: string, certificate: PeerCertificate): Error | undefined => {
    if (host !== 'localhost' || hosts.includes('localhost') || addresses.length === 0)
      return checkServerIdentity(host, certificate)
    const mistakes = addresses.map((address) => checkServerIdentity(address, certificate))
    return mistakes.includes(undefined) ? undefined : mistakes[0]
  }
}
