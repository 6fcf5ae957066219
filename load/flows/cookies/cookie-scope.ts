// What decides about cookies, of all requests to one service.

import { isLocalHost } from '../../../core/route/local-host.ts'
import type { LoadPlan, RequestTemplate } from '../../../core/scenario/load-plan.ts'
import type { CookieContext } from './cookie-jar.ts'

export interface CookieScope extends Pick<CookieContext, 'host' | 'isPrivate'> {
  /** Since 1970. */
  readonly nowSeconds: () => number
}

/**
 * The host is the one that requests name: the service sets cookies for it, whatever its URL is. What stays within this machine
 * nobody else reads: browsers and curl take `Secure` cookies there without TLS, too.
 */
export function cookieScope({ url, route, requests }: Pick<LoadPlan, 'url' | 'route' | 'requests'>): CookieScope {
  const { hostname, protocol } = new URL(url)
  return {
    host: requests.map(namedHost).find((host) => host !== undefined) ?? hostname,
    isPrivate: protocol === 'https:' || route?.socket !== undefined || isLocalHost(hostname),
    nowSeconds: () => Date.now() / 1e3,
  }
}

/** Without its port. */
function namedHost({ headers }: RequestTemplate): string | undefined {
  const [, host] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'host') ?? []
  return host?.replace(/:\d+$/, '')
}
