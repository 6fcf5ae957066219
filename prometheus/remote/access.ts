// The address of a remote Prometheus and its credentials, which come from the environment and go into headers. They are
// never in a message, nor in the URL, because reports show it.

import type { Environment } from '../../core/environment.ts'
import { registerCredentials } from '../../core/secrets/secrets.ts'
import { parseByteSize } from '../../core/text/byte-size.ts'
import { isHttpUrl, originAndPath, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { credentialHeaders, credentialVariables } from './credentials.ts'

export interface RemoteAccess {
  /** Without credentials, and without a slash at its end. */
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  /** Of one answer; 0 for no limit. */
  readonly maxAnswerBytes?: number
}

const PREFIX = 'SLA_HARNESS_PROMETHEUS'
const ANSWER_LIMIT = 'SLA_HARNESS_PROMETHEUS_ANSWER_LIMIT'

/** The variables, for a message about rejected credentials. */
export const CREDENTIAL_VARIABLES: string = credentialVariables(PREFIX)

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
  return {
    baseUrl: originAndPath(url).replace(/\/+$/, ''),
    headers: credentialHeaders(environment, PREFIX),
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
