// URLs as users write them, and as messages and reports may show them.

import { isSensitive, redactText } from '../secrets/redact-text.ts'
import { REDACTED } from '../secrets/secrets.ts'

/** True for an absolute URL with the scheme http or https. */
export function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return (protocol === 'http:' || protocol === 'https:') && hostname !== ''
}

/** User and password of a URL, with their escapes resolved. A `%` that begins no escape stands for itself. */
export function urlCredentials({ username, password }: URL): { readonly user: string; readonly password: string } {
  return { user: decoded(username), password: decoded(password) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Scheme, host and path of a valid URL: without credentials, query and fragment. */
export function originAndPath(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

/** A URL or a path without the password before its host and without the values of sensitive parameters. */
export function redactUrl(url: string): string {
  return redactQuery(
    url.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, (_, scheme: string, user: string) => {
      const parts = user.split(':').map(redactText)
      return `${scheme}${parts.every((part) => part === REDACTED) ? REDACTED : parts.join(':')}@`
    }),
  )
}

/** The same of what follows the `?` of a path. */
export function redactQuery(url: string): string {
  return url.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, start: string, name: string, value: string) =>
    isSensitive(name) ? `${start}${name}=${redactText(value)}` : whole,
  )
}
