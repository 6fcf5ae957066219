// The address of a remote Prometheus and its credentials, which come from the environment and go into headers. They are
// never in a message, nor in the URL, because reports show it.

import type { Environment } from '../../core/environment.ts'
import { registerCredentials, registerSecret } from '../../core/secrets/secrets.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import { parseByteSize } from '../../core/text/byte-size.ts'
import { isHttpUrl, originAndPath, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'

export interface RemoteAccess {
  /** Without credentials, and without a slash at its end. */
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  /** Of one answer; 0 for no limit. */
  readonly maxAnswerBytes?: number
}

const TOKEN = 'SLA_HARNESS_PROMETHEUS_TOKEN'
const USER = 'SLA_HARNESS_PROMETHEUS_USER'
const PASSWORD = 'SLA_HARNESS_PROMETHEUS_PASSWORD'
const TENANT = 'SLA_HARNESS_PROMETHEUS_TENANT'
const ANSWER_LIMIT = 'SLA_HARNESS_PROMETHEUS_ANSWER_LIMIT'

/** The variables, for a message about rejected credentials. */
export const CREDENTIAL_VARIABLES = `${TOKEN}, or ${USER} and ${PASSWORD}; ${TENANT} for a tenant`

/** @throws UserError where the URL or the credentials cannot be used */
export function remoteAccess(url: string, environment: Environment): RemoteAccess {
  registerCredentials(url)
  if (!isHttpUrl(url))
    throw new UserError(
      `--prometheus: expected embedded, local or an http or https URL, got ${JSON.stringify(redactUrl(url))}`,
    )
  const parsed = new URL(url)
  if (parsed.search !== '' || parsed.hash !== '')
    throw new UserError(`--prometheus: expected a URL without query and fragment, got more after ${originAndPath(url)}`)
  if (parsed.username !== '' || parsed.password !== '')
    throw new UserError(`--prometheus: expected a URL without credentials; they go into ${CREDENTIAL_VARIABLES}`)
  const tenant = value(environment, TENANT)
  return {
    baseUrl: originAndPath(url).replace(/\/+$/, ''),
    headers: {
      ...authorization(environment),
      ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
    },
    ...answerLimit(environment),
  }
}

function answerLimit(environment: Environment): Pick<RemoteAccess, 'maxAnswerBytes'> {
  const text = environment[ANSWER_LIMIT]?.trim()
  if (text === undefined || text === '') return {}
  const bytes = parseByteSize(text)
  if (bytes !== undefined) return { maxAnswerBytes: bytes }
  throw new UserError(`${ANSWER_LIMIT}: expected a size such as 64MB or 512KB, got ${JSON.stringify(text)}`)
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

/** A secret that is read from a file often ends with a newline, which is not allowed in headers. */
function value(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim()
  if (text === undefined || text === '') return undefined
  registerSecret(text, `\${${name}}`)
  if (/\p{Control}/u.test(text)) throw new UserError(`${name}: expected one line without control characters`)
  return text
}
