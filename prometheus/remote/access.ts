// The address of somebody's Prometheus, and what opens it: credentials come from the environment and go into headers.
// They are in no message, and in no URL: that is shown in reports.

import type { Environment } from '../../core/environment.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import { originAndPath } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'

export interface RemoteAccess {
  /** Without credentials, and without a slash at its end. */
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
}

const TOKEN = 'SLA_HARNESS_PROMETHEUS_TOKEN'
const USER = 'SLA_HARNESS_PROMETHEUS_USER'
const PASSWORD = 'SLA_HARNESS_PROMETHEUS_PASSWORD'
const TENANT = 'SLA_HARNESS_PROMETHEUS_TENANT'

/** The variables, for a message about credentials that were refused. */
export const CREDENTIAL_VARIABLES = `${TOKEN}, or ${USER} and ${PASSWORD}; ${TENANT} for a tenant`

/** @throws UserError where the URL or the credentials cannot be used */
export function remoteAccess(url: string, environment: Environment): RemoteAccess {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:'))
    throw new UserError(`--prometheus: expected embedded, local or an http or https URL, got ${withoutUserInfo(url)}`)
  if (parsed.search !== '' || parsed.hash !== '')
    throw new UserError(`--prometheus: expected a base URL without ? and #, got more after ${originAndPath(url)}`)
  if (parsed.username !== '' || parsed.password !== '')
    throw new UserError(`--prometheus: expected a URL without credentials; they go into ${CREDENTIAL_VARIABLES}`)
  const tenant = value(environment, TENANT)
  return {
    baseUrl: originAndPath(url).replace(/\/+$/, ''),
    headers: {
      ...authorization(environment),
      ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
    },
  }
}

function authorization(environment: Environment): Record<string, string> {
  const token = value(environment, TOKEN)
  const named = value(environment, USER)
  if (token !== undefined && named !== undefined) throw new UserError(`expected ${TOKEN} or ${USER}, got both`)
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  if (named === undefined && value(environment, PASSWORD) !== undefined)
    throw new UserError(`${PASSWORD}: expected ${USER} beside it`)
  if (named === undefined) return {}
  if (named.includes(':')) throw new UserError(`${USER}: expected a name without a colon`)
  return { authorization: basicAuthorization(named, value(environment, PASSWORD) ?? '') }
}

/** A secret read from a file often ends with a newline, which no header may hold. */
function value(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim()
  if (text === undefined || text === '') return undefined
  if (/\p{Control}/u.test(text)) throw new UserError(`${name}: expected one line without control characters`)
  return text
}

function withoutUserInfo(url: string): string {
  return JSON.stringify(url.replace(/\/\/[^/@]*@/, '//'))
}
