// A target with the environment's values in its URLs. They may be secrets: the result is for requests, not for display.

import type { Environment } from '../../core/environment.ts'
import type { Target } from '../../core/scenario/target.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { registerCredentials } from '../../core/text/secrets.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'

/** @throws UserError where a variable is not set, or the result is not a URL */
export function resolveTarget(target: Target, environment: Environment): Target {
  const resolveUrl = (url: string, place: string) => {
    const resolved = substituteReferences(url, environment, place)
    registerCredentials(resolved)
    // The resolved URL may hold a secret, so the message shows the URL as written.
    if (!isHttpUrl(resolved))
      throw new UserError(`${place}: expected ${redactUrl(url)} to become a URL with http:// or https://`)
    return resolved
  }
  const url = resolveUrl(target.url, 'target.url')
  if (target.metrics === null) return { ...target, url }
  const urls = target.metrics.urls.map((metricsUrl) => resolveUrl(metricsUrl, 'target.metrics.url'))
  return { ...target, url, metrics: { ...target.metrics, urls } }
}
