// What decides about cookies, of all requests to one service.

import { isLocalHost } from '../../../core/route/local-host.ts'
import type { CookieContext } from './cookie-jar.ts'

export interface CookieScope extends Pick<CookieContext, 'host' | 'isPrivate'> {
  /** Since 1970. */
  readonly nowSeconds: () => number
}

/** What stays within this machine nobody else reads: browsers and curl take `Secure` cookies there without TLS, too. */
export function cookieScope(url: string): CookieScope {
  const { hostname, protocol } = new URL(url)
  return {
    host: hostname,
    isPrivate: protocol === 'https:' || isLocalHost(hostname),
    nowSeconds: () => Date.now() / 1e3,
  }
}
