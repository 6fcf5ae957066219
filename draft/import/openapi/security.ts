// What an operation demands of who calls it → headers and parameters with references to variables.

import { isMapping, listIn, type Mapping, mappingIn } from '../../../core/file/mapping.ts'
import type { SecretVault } from '../secrets/secret-vault.ts'
import type { MarkedText } from '../written/marks.ts'
import type { References } from './references.ts'

export interface Credentials {
  readonly headers: readonly (readonly [string, MarkedText])[]
  readonly query: readonly (readonly [string, MarkedText])[]
  /** What a scenario cannot give, by the kind of the scheme. */
  readonly missing: readonly string[]
}

/** Of several ways the first. */
export function credentialsOf(
  root: Mapping,
  operation: Mapping,
  request: string,
  references: References,
  vault: SecretVault,
): Credentials {
  const [first] = listIn(operation.security ?? root.security)
  const schemes = mappingIn(mappingIn(root.components).securitySchemes)
  const headers: (readonly [string, MarkedText])[] = []
  const query: (readonly [string, MarkedText])[] = []
  const missing: string[] = []
  for (const name of Object.keys(isMapping(first) ? first : {})) {
    const scheme = mappingIn(Object.hasOwn(schemes, name) ? references.resolve(schemes[name]) : undefined)
    const kind = String(scheme.scheme ?? '').toLowerCase()
    if (scheme.type === 'apiKey' && typeof scheme.name === 'string') {
      const value = vault.demand(name, `${scheme.in} ${scheme.name} of ${request}`)
      if (scheme.in === 'query') query.push([scheme.name, value])
      else headers.push(scheme.in === 'cookie' ? ['Cookie', `${scheme.name}=${value}`] : [scheme.name, value])
    } else if (scheme.type === 'http' && kind === 'basic')
      headers.push([
        'Authorization',
        `Basic ${vault.demand(name, `header Authorization of ${request} (user:password in base64)`)}`,
      ])
    else if (
      (scheme.type === 'http' && kind === 'bearer') ||
      scheme.type === 'oauth2' ||
      scheme.type === 'openIdConnect'
    )
      headers.push(['Authorization', `Bearer ${vault.demand(`${name}_TOKEN`, `header Authorization of ${request}`)}`])
    else missing.push(String(scheme.type ?? name).slice(0, 40))
  }
  return { headers, query, missing }
}
