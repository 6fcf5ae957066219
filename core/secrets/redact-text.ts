// A secret as it may be shown: not at all, but for the names of the variables it comes from.

import { shownReference } from '../references/varying-text.ts'
import { splitReferences } from '../text/environment-references.ts'
import { REDACTED } from './secrets.ts'

const SENSITIVE = /auth|cookie|token|secret|key|passw|credential|session|signature/i

// The word that says how a credential is to be read is no secret.
const SCHEME = /^\s*(basic|bearer|digest|token|apikey)?\s*$/i

/** True where a header, parameter or key of this name may well hold a secret. */
export function isSensitive(name: string): boolean {
  return SENSITIVE.test(name)
}

/** References stay, and the word of the scheme before them; every other part is replaced. */
export function redactText(text: string): string {
  const parts = splitReferences(text)
  if (parts === undefined || parts.every((part) => 'literal' in part)) return text === '' ? '' : REDACTED
  return parts
    .map((part) => {
      if ('variable' in part) return `\${${part.variable}}`
      if ('value' in part) return shownReference(part.value)
      return SCHEME.test(part.literal) ? part.literal : REDACTED
    })
    .join('')
}
