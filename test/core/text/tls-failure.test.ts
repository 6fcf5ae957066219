import { describe, expect, it } from 'vitest'
import { tlsFailure } from '../../../core/text/tls-failure.ts'

describe('tlsFailure', () => {
  it.each([
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'self-signed certificate',
      'TLS certificate is self-signed: tls: { ca: <file> } under target trusts its issuer, or insecure: true accepts it in a test',
    ],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 'TLS certificate has expired: insecure: true accepts it in a test'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', '', 'no TLS: the service speaks plain HTTP perhaps, write http:// then'],
    [
      'EPROTO',
      'write EPROTO 80BC0DFDA87F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl3_record.c:354:',
      'no TLS: the service speaks plain HTTP perhaps, write http:// then',
    ],
    [
      'ERR_SSL_NO_SHARED_CIPHER',
      '80BC0DFDA87F0000:error:0A0000C1:SSL routines:tls_post_process_client_hello:no shared cipher:../x.c:1:',
      'the TLS handshake failed (no shared cipher)',
    ],
    ['ERR_SSL_NO_SHARED_CIPHER', '', 'the TLS handshake failed (no shared cipher)'],
    ['ECONNREFUSED', 'connect ECONNREFUSED', undefined],
    [undefined, 'odd', undefined],
  ])('says of %s %j: %j', (code, message, said) => {
    expect(tlsFailure(code, message)).toBe(said)
  })

  it('names no key of the scenario where there is none for the connection', () => {
    expect(tlsFailure('SELF_SIGNED_CERT_IN_CHAIN', '', false)).toBe(
      'TLS certificate chain is self-signed: NODE_EXTRA_CA_CERTS=<file> trusts its issuer',
    )
  })
})
