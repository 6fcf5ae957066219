// The files that `tls` of a scenario names, read and held against one another before anything is sent: a wrong key would
// otherwise look like a service that refuses connections.

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Environment } from '../../core/environment.ts'
import { readFailure } from '../../core/file/read-failure.ts'
import { secureOptions } from '../../core/route/secure-options.ts'
import type { TlsMaterial } from '../../core/route/tls-material.ts'
import type { TlsSettings } from '../../core/scenario/target.ts'
import { registerSecret } from '../../core/secrets/secrets.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { UserError } from '../../core/user-error.ts'

export interface TlsPlace {
  /** The folder of the scenario. */
  readonly folder: string
  readonly environment: Environment
  /** What messages call a key of it: the file, the line and the path. */
  readonly place: (key: keyof TlsSettings) => string
}

type FileKey = 'ca' | 'cert' | 'key'

/** @throws UserError where a file cannot be read, is no PEM, or does not fit the others */
export function readTls(settings: TlsSettings, at: TlsPlace): TlsMaterial {
  const { serverName, minVersion } = settings
  const ca = readPem(settings, 'ca', at)
  const cert = readPem(settings, 'cert', at)
  const key = readPem(settings, 'key', at)
  const passphrase = settings.passphrase && passphraseOf(settings.passphrase, at)
  if (ca) checkCertificates(ca, 'ca', at)
  const certificate = cert && checkCertificates(cert, 'cert', at)
  const privateKey = key && readKey(key, passphrase, at)
  if (certificate && privateKey && !certificate.checkPrivateKey(privateKey))
    throw new UserError(
      `${at.place('key')}: expected the key of the certificate in ${settings.cert}, got that of another`,
    )
  const material: TlsMaterial = {
    ...(ca && { ca: ca.text }),
    ...(cert && { cert: cert.text }),
    ...(key && { key: key.text }),
    ...(passphrase && { passphrase }),
    ...(serverName !== undefined && { serverName }),
    ...(minVersion !== undefined && { minVersion }),
    files: {
      ...(ca && { ca: ca.file }),
      ...(cert && { cert: cert.file }),
      ...(key && { key: key.file }),
    },
  }
  checkTogether(material, at)
  return material
}

interface Pem {
  readonly file: string
  readonly text: string
  /** As written in the scenario. */
  readonly written: string
}

function readPem(settings: TlsSettings, key: FileKey, { folder, environment, place }: TlsPlace): Pem | undefined {
  const written = settings[key]
  if (written === undefined) return undefined
  const file = resolve(folder, substituteReferences(written, environment, place(key)))
  try {
    return { file, text: readFileSync(file, 'utf8'), written }
  } catch (cause) {
    throw new UserError(`${place(key)}: expected a file in PEM format, got ${readFailure(cause)} (${written})`, {
      cause,
    })
  }
}

function passphraseOf(written: string, { environment, place }: TlsPlace): string {
  const passphrase = substituteReferences(written, environment, place('passphrase'))
  registerSecret(passphrase)
  return passphrase
}

const CERTIFICATE =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g

/** @returns the first of them: the client's own, of a chain */
function checkCertificates({ text, written }: Pem, key: 'ca' | 'cert', { place }: TlsPlace): X509Certificate {
  const found = text.match(CERTIFICATE) ?? []
  const certificates = found.map((pem) => {
    try {
      return new X509Certificate(pem)
    } catch (cause) {
      throw new UserError(
        `${place(key)}: expected certificates in PEM format, got one in ${written} that cannot be read`,
        {
          cause,
        },
      )
    }
  })
  const [first] = certificates
  if (first !== undefined) return first
  throw new UserError(`${place(key)}: expected a certificate in PEM format, got ${contentOf(text)} in ${written}`)
}

/** What stands in a file in place of what was expected. */
function contentOf(text: string): string {
  const [, kind] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text) ?? []
  if (kind !== undefined) return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`
  if (text.trim() === '') return 'nothing'
  return text.includes('\u0000') || text.includes('\ufffd') ? 'binary data (DER or PKCS#12 perhaps)' : 'no PEM'
}

function readKey({ text, written }: Pem, passphrase: string | undefined, { place }: TlsPlace): KeyObject {
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text))
    throw new UserError(`${place('key')}: expected a private key in PEM format, got ${contentOf(text)} in ${written}`)
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text)
  if (isEncrypted && passphrase === undefined)
    throw new UserError(`${place('key')}: expected a passphrase beside it, for the key in ${written} is encrypted`)
  try {
    return createPrivateKey({ key: text, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch (cause) {
    if (isEncrypted)
      throw new UserError(`${place('passphrase')}: expected the passphrase of the key in ${written}, got another`, {
        cause,
      })
    throw new UserError(
      `${place('key')}: expected a private key in PEM format, got one in ${written} that cannot be read`,
      {
        cause,
      },
    )
  }
}

/** What OpenSSL refuses for other reasons: a key that is too short, a digest that is too weak. */
function checkTogether(material: TlsMaterial, { place }: TlsPlace): void {
  try {
    createSecureContext(secureOptions(material))
  } catch (cause) {
    const [, reason] = /SSL routines:[^:]*:([^:\n]+)/.exec(String(cause)) ?? []
    const key = material.cert === undefined ? 'ca' : 'cert'
    throw new UserError(
      `${place(key)}: expected certificates that OpenSSL takes, got: ${reason ?? (cause instanceof Error ? cause.message : String(cause))}`,
      { cause },
    )
  }
}
