// The address that a run is pushed to and its credentials, which come from the environment and go into headers. They are
// never in a message, nor in the URL.

import type { Environment } from '../../core/environment.ts'
import { isSensitive } from '../../core/secrets/redact-text.ts'
import { REDACTED, registerCredentials, registerSecret } from '../../core/secrets/secrets.ts'
import { redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { credentialHeaders, credentialVariables } from '../remote/credentials.ts'
import { PUSH_FORMS, type PushTarget, parsePushTarget } from './push-target.ts'

export interface PushAccess extends PushTarget {
  /** Never logged. */
  readonly headers: Readonly<Record<string, string>>
}

const PREFIX = 'SLA_HARNESS_PUSH'

export const PUSH_CREDENTIALS: string = credentialVariables(PREFIX)

/**
 * @param text as the user named it
 * @throws UserError where the address or the credentials cannot be used
 */
export function pushAccess(text: string, environment: Environment): PushAccess {
  registerCredentials(text.replace(/^(remote-write|otlp)=/, ''))
  registerQuery(text)
  const target = parsePushTarget(text)
  if (target === undefined) throw new UserError(`--push: expected ${PUSH_FORMS}, got ${JSON.stringify(shown(text))}`)
  const { username, password, hash } = new URL(target.url)
  if (username !== '' || password !== '')
    throw new UserError(`--push: expected a URL without credentials; they go into ${PUSH_CREDENTIALS}`)
  if (hash !== '') throw new UserError(`--push: expected a URL without a fragment, got more after its #`)
  return { ...target, headers: credentialHeaders(environment, PREFIX) }
}

/** What a server repeats of the address must not show a key that is in it. */
function registerQuery(text: string): void {
  const query = text.replace(/^[^?]*\??/, '').replace(/#.*$/, '')
  for (const [name, value] of new URLSearchParams(query)) if (isSensitive(name)) registerSecret(value)
}

/** As the user wrote it, whatever stands before the scheme and whether there is one, without what stands before an @. */
function shown(text: string): string {
  return redactUrl(text).replace(/^((?:[^:/?#@]*:\/\/)?)[^/?#]*@/, `$1${REDACTED}@`)
}
