import type { SecureContextOptions } from 'node:tls'
import type { TlsMaterial } from './tls-material.ts'

/** What `createSecureContext` takes. */
export function secureOptions({ ca, cert, key, passphrase, minVersion }: TlsMaterial): SecureContextOptions {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(minVersion !== undefined && { minVersion: `TLSv${minVersion}` }),
  }
}
