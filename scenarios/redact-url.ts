// A URL as it may be shown.

import { isSensitive, REDACTED, redactText } from './redact-text.ts'

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
