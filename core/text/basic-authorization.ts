import { registerSecret } from '../secrets/secrets.ts'

/** The value of an Authorization header for HTTP's Basic scheme (RFC 7617). It is hidden from every output. */
export function basicAuthorization(user: string, password: string): string {
  const encoded = Buffer.from(`${user}:${password}`).toString('base64')
  registerSecret(encoded)
  registerSecret(password)
  return `Basic ${encoded}`
}
