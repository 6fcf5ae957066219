// How a page is asked for, as a scenario says it: the headers that a scrape sends beside its own, its credentials, and
// the largest page that it accepts. The headers are secrets.

import type { MetricsScrape } from '../../core/scenario/target.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'
import type { PageFetcherOptions } from './fetch-page.ts'

type Access = Pick<MetricsScrape, 'headers' | 'credentials'>

export function scrapeAccess(
  scrape: (Access & Pick<MetricsScrape, 'limits'>) | undefined,
): Pick<PageFetcherOptions, 'headers' | 'maxBytes'> {
  return scrape === undefined ? {} : { headers: scrapeHeaders(scrape), maxBytes: scrape.limits.bodyBytes }
}

/** With the names in lower case. */
export function scrapeHeaders({ headers, credentials }: Access): Readonly<Record<string, string>> {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return { ...Object.fromEntries(lowerCase), ...authorization(credentials) }
}

function authorization(credentials: Access['credentials']): Record<string, string> {
  if (credentials === null) return {}
  const { kind } = credentials
  return {
    authorization:
      kind === 'bearer' ? `Bearer ${credentials.token}` : basicAuthorization(credentials.user, credentials.password),
  }
}
