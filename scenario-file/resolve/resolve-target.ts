// A target with the environment's values in its URLs, labels, headers and credentials. They may be secrets: the result is
// for requests, not for display.

import type { Environment } from '../../core/environment.ts'
import type { MetricsCredentials, MetricsScrape, Readiness, Target } from '../../core/scenario/target.ts'
import { registerCredentials, registerSecret } from '../../core/secrets/secrets.ts'
import { substituteReferences } from '../../core/text/environment-references.ts'
import { isHttpUrl, redactUrl } from '../../core/text/url.ts'
import { UserError } from '../../core/user-error.ts'
import { isHeaderValue } from '../schema/request-schema.ts'
import { isHostHeader } from '../schema/target-schema.ts'

/** @throws UserError where a variable is not set, or the result is not a URL, or not one line of a header */
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
  // A query in the base would be lost between it and the path of a request.
  if (/[?#]/.test(url))
    throw new UserError(
      `target.url: expected ${redactUrl(target.url)} to become a URL without ? and #, whose query belongs into the path of each request`,
    )
  const { metrics, host, ready } = target
  const own = {
    ...target,
    url,
    ...(host !== undefined && { host: resolveHost(host, environment) }),
    ...(ready && { ready: resolveReadiness(ready, environment) }),
  }
  if (metrics === null) return own
  const urls = metrics.urls.map((metricsUrl) => resolveUrl(metricsUrl, 'target.metrics.url'))
  const scrape = metrics.scrape && resolveScrape(metrics.scrape, environment)
  return { ...own, metrics: { ...metrics, urls, ...(scrape && { scrape }) } }
}

function resolveHost(host: string, environment: Environment): string {
  const resolved = substituteReferences(host, environment, 'target.host')
  if (isHostHeader(resolved)) return resolved
  throw new UserError(`target.host: expected ${host} to become a host, and a port if need be`)
}

function resolveReadiness({ path, withinSeconds }: Readiness, environment: Environment): Readiness {
  const resolved = substituteReferences(path, environment, 'target.ready.path')
  if (/^\/[^\s#]*$/.test(resolved)) return { path: resolved, withinSeconds }
  throw new UserError(
    `target.ready.path: expected a path that begins with / and has no spaces and no # after substitution, got one that is not (${path})`,
  )
}

function resolveScrape(scrape: MetricsScrape, environment: Environment): MetricsScrape {
  const resolve = (text: string, key: string) => substituteReferences(text, environment, `target.metrics.${key}`)
  const resolveLine = (text: string, key: string) => {
    // A secret that is read from a file often ends with a newline; one within would begin another header.
    const resolved = resolve(text, key).trim()
    if (!isHeaderValue(resolved))
      throw new UserError(`target.metrics.${key}: expected text of one line after substitution, got more`)
    return resolved
  }
  return {
    ...scrape,
    labels: mapValues(scrape.labels, (value, name) => resolve(value, `labels.${name}`)),
    urlLabels: scrape.urlLabels.map((labels) => mapValues(labels, (value, name) => resolve(value, `labels.${name}`))),
    headers: mapValues(scrape.headers, (value, name) => resolveLine(value, `headers.${name}`)),
    credentials: scrape.credentials && resolveCredentials(scrape.credentials, resolveLine),
  }
}

function resolveCredentials(
  credentials: MetricsCredentials,
  resolve: (text: string, key: string) => string,
): MetricsCredentials {
  if (credentials.kind === 'bearer') {
    const token = resolve(credentials.token, 'bearer')
    registerSecret(token)
    return { kind: 'bearer', token }
  }
  const user = resolve(credentials.user, 'basic.user')
  if (user.includes(':')) throw new UserError('target.metrics.basic.user: expected a name without a colon')
  return { kind: 'basic', user, password: resolve(credentials.password, 'basic.password') }
}

function mapValues(
  texts: Readonly<Record<string, string>>,
  map: (value: string, name: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, map(value, name)]))
}
