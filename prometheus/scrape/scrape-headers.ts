// The headers that a scrape sends beside its own: those of the scenario, and its credentials. They are secrets.

import type { MetricsScrape } from '../../core/scenario/target.ts'
import { basicAuthorization } from '../../core/text/basic-authorization.ts'

type Access = Pick<MetricsScrape, 'headers' | 'credentials'>

/** With the names in lower case. */
export function scrapeHeaders(access: Access | undefined): Readonly<Record<string, string>> {
  if (access === undefined) return {}
  const { headers, credentials } = access
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
