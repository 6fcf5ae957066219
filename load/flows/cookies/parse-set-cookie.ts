// One `Set-Cookie` header as RFC 6265, 5.2 reads it. `HttpOnly` and `SameSite` are for browsers, and are left out.

import { cookieDateSeconds } from './cookie-date.ts'

export interface SetCookie {
  readonly name: string
  readonly value: string
  /** For so many seconds from now; 0 or less removes it. Null where the header does not say. */
  readonly maxAgeSeconds: number | null
  /** Until then, in seconds since 1970. Null where the header does not say. */
  readonly expiresSeconds: number | null
  /** In lower case and without a leading dot; null for the host that sent it alone. */
  readonly domain: string | null
  /** Null for that of the request. */
  readonly path: string | null
  /** Only over a connection that nobody else can read. */
  readonly isSecure: boolean
}

/** Undefined where the header is no cookie. */
export function parseSetCookie(header: string): SetCookie | undefined {
  const [pair = '', ...attributes] = header.split(';')
  const separator = pair.indexOf('=')
  const name = pair.slice(0, separator).trim()
  const value = pair.slice(separator + 1).trim()
  if (separator < 0 || name === '' || hasControlCharacter(name + value)) return undefined
  let maxAgeSeconds: number | null = null
  let expiresSeconds: number | null = null
  let domain: string | null = null
  let path: string | null = null
  let isSecure = false
  for (const attribute of attributes) {
    const [key = '', ...rest] = attribute.split('=')
    const text = rest.join('=').trim()
    switch (key.trim().toLowerCase()) {
      case 'max-age':
        if (/^-?\d+$/.test(text)) maxAgeSeconds = Number(text)
        break
      case 'expires':
        expiresSeconds = cookieDateSeconds(text) ?? expiresSeconds
        break
      case 'domain':
        if (text !== '') domain = text.replace(/^\./, '').toLowerCase()
        break
      case 'path':
        path = text.startsWith('/') ? text : null
        break
      case 'secure':
        isSecure = true
        break
      default:
        break
    }
  }
  return { name, value, maxAgeSeconds, expiresSeconds, domain, path, isSecure }
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => (character < ' ' && character !== '\t') || character === '\x7f')
}
