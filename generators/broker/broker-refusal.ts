// Why a broker that is there does not let us in, by the variable and the file that the refused came from. Whatever is not
// refused by name may pass: a broker that starts, a network that comes back.

import { errors } from '@nats-io/transport-node'
import { UserError } from '../../core/user-error.ts'
import type { BrokerCredentials, Login } from './credentials.ts'
import type { JoinAddress } from './join-address.ts'
import { reasonOf } from './reason-of.ts'

export interface Joining {
  readonly address: JoinAddress
  readonly credentials: BrokerCredentials
}

/** Whether the connection is to be encrypted, whatever the broker says of itself. */
export function asksForTls({ address, credentials }: Joining): boolean {
  return address.tls || credentials.tls !== null
}

/** @returns null where it is worth another attempt */
export function refusalOf(error: unknown, joining: Joining): UserError | null {
  if (isNobodyThere(error)) return null
  // What carries connections to a broker that has not started takes them, and closes them.
  if (isClosedInSilence(error) && !asksForTls(joining)) return null
  return new UserError(
    `${joining.address.shown}: expected ${expectation(error, joining)}, got: ${saidBy(error)}`,
    error instanceof Error ? { cause: error } : undefined,
  )
}

/** The certificate is not for the host that it was taken for. */
export function isOfAnotherHost(error: unknown): boolean {
  return codesOf(error).includes('ERR_TLS_CERT_ALTNAME_INVALID')
}

/** The credentials as a phrase: `the token of SLA_HARNESS_NATS_TOKEN`. */
export function loginInWords(login: Login): string {
  switch (login.kind) {
    case 'none':
      return 'somebody without credentials'
    case 'token':
      return `the token of ${login.from}`
    case 'user':
      return `the user of ${login.from}`
    case 'nkey':
      return `the nkey of ${login.from}`
    case 'creds':
      return `the user of ${login.from}`
  }
}

function expectation(error: unknown, joining: Joining): string {
  const { login, tls } = joining.credentials
  if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError)
    return login.kind === 'none'
      ? 'credentials, which this broker asks for (SLA_HARNESS_NATS_TOKEN, _USER and _PASSWORD, _NKEY or _CREDS in the environment)'
      : `a broker that lets in ${loginInWords(login)}`
  if (isOfAnotherHost(error)) return 'a certificate that is for the host of this address'
  const codes = codesOf(error)
  if (codes.some((code) => ALERTS.test(code)))
    return tls?.cert === undefined
      ? 'a broker that wants no certificate of ours (SLA_HARNESS_NATS_CERT and SLA_HARNESS_NATS_KEY name one)'
      : `a broker that accepts the certificate of ${tls.cert.from}`
  if (codes.some((code) => UNTRUSTED.has(code)))
    return tls?.ca === undefined
      ? 'a certificate of an authority that is known here (SLA_HARNESS_NATS_CA names a file with others)'
      : `a certificate of an authority of ${tls.ca.from}`
  if (error instanceof errors.ConnectionError && asksForTls(joining))
    return `a broker that speaks TLS, as ${joining.address.tls ? 'tls://' : (tls?.ca ?? tls?.cert)?.from} asks for`
  return 'a NATS server that lets us in'
}

/** What the other side says of our certificate, or of having none. */
const ALERTS = /^ERR_SSL_.*ALERT_(.*)/

/** What came of an attempt, as a phrase. */
export function saidBy(error: unknown): string {
  if (isClosedInSilence(error)) return 'a connection that was closed without a word'
  const alert = codesOf(error).flatMap((code) => ALERTS.exec(code)?.[1] ?? [])[0]
  if (alert !== undefined) return `an alert of TLS: ${alert.toLowerCase().replaceAll('_', ' ')}`
  // Node lists the addresses of a certificate that has none.
  return reasonOf(error).replace(/[: ]+$/, '')
}

/** OpenSSL's names of what is wrong with a certificate (`openssl verify`). */
const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'INVALID_CA',
  'INVALID_PURPOSE',
])
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])

function isNobodyThere(error: unknown): boolean {
  return error instanceof errors.TimeoutError || codesOf(error).some((code) => NETWORK.has(code))
}

/** The client has an error without a reason for that. */
function isClosedInSilence(error: unknown): boolean {
  return error instanceof errors.ConnectionError && error.cause === undefined
}

/** Of an error, and of what caused it. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) if ('code' in each) codes.push(String(each.code))
  return codes
}
