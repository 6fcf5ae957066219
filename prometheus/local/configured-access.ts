// The headers and credentials of a scenario's metrics, as the configuration of a Prometheus can say them. Headers other
// than Authorization are `http_headers`, which exists since 2.55. Source: prometheus CHANGELOG.md; prometheus/common
// config/headers.go.

import type { MetricsScrape } from '../../core/scenario/target.ts'
import { UserError } from '../../core/user-error.ts'
import { type ConfiguredAccess, NO_ACCESS } from './config.ts'

/** Headers that a Prometheus sets itself: it refuses a configuration that has them. */
const RESERVED: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'user-agent',
  'www-authenticate',
  'x-prometheus-remote-read-version',
  'x-prometheus-remote-write-version',
  'x-prometheus-scrape-timeout-seconds',
])

/**
 * @param version of the Prometheus that is configured; read only where it matters
 * @throws UserError where this Prometheus cannot send such headers
 */
export async function configuredAccess(
  scrape: MetricsScrape | undefined,
  version: () => Promise<string>,
): Promise<ConfiguredAccess> {
  if (scrape === undefined) return NO_ACCESS
  const { authorization, ...headers } = Object.fromEntries(
    Object.entries(scrape.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const reserved = Object.keys(headers).find((name) => RESERVED.has(name))
  if (reserved !== undefined)
    throw new UserError(
      `target.metrics.headers.${reserved}: expected a header that Prometheus does not set itself; only the embedded monitor can send this one (--prometheus embedded)`,
    )
  const [name] = Object.keys(headers)
  if (name !== undefined) checkVersion(await version(), name)
  const { credentials } = scrape
  return {
    authorization:
      credentials?.kind === 'bearer'
        ? { type: 'Bearer', credentials: credentials.token }
        : authorization === undefined
          ? null
          : parts(authorization),
    basic: credentials?.kind === 'basic' ? credentials : null,
    headers,
  }
}

/** The first word is the scheme. */
function parts(authorization: string): { readonly type: string; readonly credentials: string } {
  const [, type, credentials] = /^(\S+)\s+(.+)$/.exec(authorization) ?? []
  if (type !== undefined && credentials !== undefined) return { type, credentials }
  throw new UserError(
    'target.metrics.headers.authorization: expected a scheme and credentials, such as Bearer and a token: Prometheus sends no other',
  )
}

function checkVersion(version: string, header: string): void {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 55)) return
  throw new UserError(
    `target.metrics.headers.${header}: expected a Prometheus of 2.55 or newer, which can send headers, got ${version}; bearer and basic work with any, and the embedded monitor (--prometheus embedded) sends every header`,
  )
}
