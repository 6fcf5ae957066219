// Certificates made while a test runs: an authority of its own, and what it issues. node:crypto signs, and reads X.509, but
// writes none: the few lines of DER (X.690) that a certificate takes (RFC 5280, 4.1) are written here.

import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

export interface Identity {
  /** PEM. */
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** PEM. */
  readonly ca: string
  /** @param hosts names and addresses that the certificate is for */
  issue(name: string, ...hosts: readonly string[]): Identity
}

export function authority(name: string): Authority {
  const own = keyPair()
  const ca = certificate({
    subject: name,
    issuer: name,
    publicKey: own.publicKey,
    signer: own.privateKey,
    isAuthority: true,
  })
  return {
    ca,
    issue(subject, ...hosts) {
      const { publicKey, privateKey } = keyPair()
      const cert = certificate({ subject, issuer: name, publicKey, signer: own.privateKey, hosts })
      return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

/** The same key, to be opened with a passphrase. */
export function encryptedKey(key: string, passphrase: string): string {
  const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase } as const
  return createPrivateKey(key).export(options).toString()
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

interface Wanted {
  readonly subject: string
  readonly issuer: string
  readonly publicKey: KeyObject
  readonly signer: KeyObject
  readonly isAuthority?: boolean
  readonly hosts?: readonly string[]
}

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2))
const DAY_MS = 86_400_000

function certificate({ subject, issuer, publicKey, signer, isAuthority = false, hosts = [] }: Wanted): string {
  const now = Date.now()
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer),
    sequence(utcTime(now - DAY_MS), utcTime(now + 365 * DAY_MS)),
    distinguishedName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(basicConstraints(isAuthority), ...(hosts.length === 0 ? [] : [alternativeNames(hosts)]))),
  )
  const signature = tagged(0x03, Buffer.of(0), sign('sha256', body, signer))
  const lines =
    sequence(body, ECDSA_WITH_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function basicConstraints(isAuthority: boolean): Buffer {
  return extension(oid(2, 5, 29, 19), sequence(...(isAuthority ? [tagged(0x01, Buffer.of(0xff))] : [])))
}

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    /^[\d.]+$|:/.test(host) ? tagged(0x87, addressBytes(host)) : tagged(0x82, Buffer.from(host)),
  )
  return extension(oid(2, 5, 29, 17), sequence(...names))
}

/** Of IPv6, the loopback address alone. */
function addressBytes(address: string): Buffer {
  return isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : Buffer.from([...Array(15).fill(0), 1])
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, tagged(0x04, value))
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(oid(2, 5, 4, 3), tagged(0x0c, Buffer.from(commonName)))))
}

function utcTime(ms: number): Buffer {
  const text = new Date(ms)
    .toISOString()
    .replace(/\.\d+|[-:T]/g, '')
    .slice(2)
  return tagged(0x17, Buffer.from(text))
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts)
}

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff)
}
