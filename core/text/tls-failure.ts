// Why a TLS connection was not opened, and what can be done about it. OpenSSL's own text (`80BC…:error:0A00010B:SSL
// routines:ssl3_get_record:wrong version number`) says neither.

const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS certificate has an unknown issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS certificate has an unknown issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS certificate has an unknown issuer',
}

const ASKS_FOR_CERTIFICATE = 'the service asks for a client certificate, which tls under target gives with cert and key'

const NO_COMMON_VERSION = 'the service speaks no version of TLS that Node speaks, or none from minVersion on'

const OTHERS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'TLS certificate has expired',
  CERT_NOT_YET_VALID: 'TLS certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS: the service speaks plain HTTP perhaps, write http:// then',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no TLS: the service speaks plain HTTP perhaps, write http:// then',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NO_COMMON_VERSION,
  ERR_SSL_UNSUPPORTED_PROTOCOL: NO_COMMON_VERSION,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'the service refused the TLS handshake: it asks for a client certificate perhaps',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ASKS_FOR_CERTIFICATE,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'the service does not trust the issuer of the client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'the service refuses the client certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'the service refuses the client certificate: it has expired',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'the service knows no host of that name (SNI): tls: { serverName: … } gives another',
  ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME:
    'the service knows no host of that name (SNI): tls: { serverName: … } gives another',
}

const INSECURE = 'insecure: true accepts it in a test'
const TRUST = 'NODE_EXTRA_CA_CERTS=<file> trusts its issuer'
const TRUST_IN_SCENARIO = 'tls: { ca: <file> } under target trusts its issuer'

/**
 * The reason and the remedy in words; undefined where the failure is none of TLS.
 * @param canBeInsecure whether the scenario can switch the check off for this connection
 */
export function tlsFailure(code: string | undefined, message: string, canBeInsecure = true): string | undefined {
  const key = code ?? ''
  if (Object.hasOwn(CERTIFICATES, key))
    return `${CERTIFICATES[key]}: ${canBeInsecure ? `${TRUST_IN_SCENARIO}, or ${INSECURE}` : TRUST}`
  if (Object.hasOwn(OTHERS, key)) {
    const isCertificate = /CERT_/.test(key) && canBeInsecure && !key.startsWith('ERR_SSL')
    return isCertificate ? `${OTHERS[key]}: ${INSECURE}` : OTHERS[key]
  }
  if (!/SSL routines|ERR_SSL_/.test(`${key} ${message}`)) return undefined
  const reason = /SSL routines:[^:]*:([^:\n]+)/.exec(message)?.[1] ?? key.replace('ERR_SSL_', '').toLowerCase()
  return /wrong version|packet length/.test(reason)
    ? OTHERS.ERR_SSL_WRONG_VERSION_NUMBER
    : `the TLS handshake failed (${reason.replaceAll('_', ' ').trim()})`
}
