// Credentials of a server, from variables of the environment that share a prefix: <prefix>_TOKEN, or <prefix>_USER and
// <prefix>_PASSWORD, and <prefix>_TENANT. They go into headers, and each is registered as a secret.

import type { Environment } from '../../core/environment.ts'
import { registerSecret } from '../../core/secrets/secrets.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import { UserError } from '../../core/user-error.ts'

/** The variables, for a message about rejected credentials. */
export function credentialVariables(prefix: string): string {
  return `${prefix}_TOKEN, or ${prefix}_USER and ${prefix}_PASSWORD; ${prefix}_TENANT for a tenant`
}

/** @throws UserError where they contradict one another, or cannot be put into a header */
export function credentialHeaders(environment: Environment, prefix: string): Record<string, string> {
  const tenant = value(environment, `${prefix}_TENANT`)
  return {
    ...authorization(environment, prefix),
    ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
  }
}

function authorization(environment: Environment, prefix: string): Record<string, string> {
  const [tokenName, userName, passwordName] = [`${prefix}_TOKEN`, `${prefix}_USER`, `${prefix}_PASSWORD`]
  const token = value(environment, tokenName)
  const named = value(environment, userName)
  if (token !== undefined && named !== undefined) throw new UserError(`expected ${tokenName} or ${userName}, got both`)
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  if (named === undefined && value(environment, passwordName) !== undefined)
    throw new UserError(`${passwordName}: expected ${userName} beside it`)
  if (named === undefined) return {}
  if (named.includes(':')) throw new UserError(`${userName}: expected a name without a colon`)
  return { authorization: basicAuthorization(named, value(environment, passwordName) ?? '') }
}

/** A secret that is read from a file often ends with a newline, which is not allowed in headers. */
function value(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim()
  if (text === undefined || text === '') return undefined
  registerSecret(text, `\${${name}}`)
  if (/\p{Control}/u.test(text)) throw new UserError(`${name}: expected one line without control characters`)
  return text
}
