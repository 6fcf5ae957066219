// The cookies of one user, by RFC 6265: a subset, for all requests of a run go to one host. A cookie for a domain that the
// host is not part of is refused; there is nobody else to send one to, so no list of public suffixes is needed.

import { parseSetCookie } from './parse-set-cookie.ts'

/** What decides which cookies a request gets and may set. */
export interface CookieContext {
  /** Without the port; IPv6 in brackets. */
  readonly host: string
  /** As sent, without the query. */
  readonly path: string
  /** Over TLS, or within this machine, which browsers and curl hold to be as good. */
  readonly isPrivate: boolean
  /** Since 1970. */
  readonly nowSeconds: number
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly domain: string
  /** For `domain` alone, not for hosts below it. */
  readonly isHostOnly: boolean
  readonly path: string
  readonly isSecure: boolean
  /** Infinity for one that lasts as long as the user. */
  readonly expiresSeconds: number
}

/** As browsers have it for one host; the oldest goes. */
const MOST_COOKIES = 180
/** Of name and value together (RFC 6265bis, 5.6). */
const LONGEST_COOKIE = 4096

export class CookieJar {
  /** By name, domain and path; in the order in which they came. */
  readonly #cookies = new Map<string, Cookie>()
  readonly #onRefused: (name: string) => void

  /** @param onRefused is told the name of each `Secure` cookie that came in the clear: it is not kept */
  constructor(onRefused: (name: string) => void = () => {}) {
    this.#onRefused = onRefused
  }

  /** @param headers each `Set-Cookie` of an answer @param request the one that was answered */
  store(headers: readonly string[], request: CookieContext): void {
    for (const header of headers) this.#storeOne(header, request)
  }

  /** The value of `Cookie` for a request; empty where there is none. */
  header(request: CookieContext): string {
    return [...this.#cookies.values()]
      .filter((cookie) => isFor(cookie, request))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  /** The values that are held, which no report may show. */
  get values(): string[] {
    return [...this.#cookies.values()].map(({ value }) => value)
  }

  #storeOne(header: string, { host, path, isPrivate, nowSeconds }: CookieContext): void {
    const parsed = parseSetCookie(header)
    if (parsed === undefined || parsed.name.length + parsed.value.length > LONGEST_COOKIE) return
    if (parsed.domain !== null && !isWithin(host, parsed.domain)) return
    // What came in the clear may not stand in for a cookie that only TLS carries (RFC 6265bis, 5.7).
    if (parsed.isSecure && !isPrivate) {
      this.#onRefused(parsed.name)
      return
    }
    const cookie: Cookie = {
      name: parsed.name,
      value: parsed.value,
      domain: parsed.domain ?? host.toLowerCase(),
      isHostOnly: parsed.domain === null,
      path: parsed.path ?? defaultPath(path),
      isSecure: parsed.isSecure,
      expiresSeconds:
        parsed.maxAgeSeconds === null
          ? (parsed.expiresSeconds ?? Number.POSITIVE_INFINITY)
          : nowSeconds + parsed.maxAgeSeconds,
    }
    const key = `${cookie.name};${cookie.domain};${cookie.path}`
    if (cookie.expiresSeconds <= nowSeconds) {
      this.#cookies.delete(key)
      return
    }
    this.#cookies.set(key, cookie)
    if (this.#cookies.size > MOST_COOKIES) this.#cookies.delete(this.#cookies.keys().next().value as string)
  }
}

function isFor(cookie: Cookie, { host, path, isPrivate, nowSeconds }: CookieContext): boolean {
  const isItsHost = cookie.isHostOnly ? host.toLowerCase() === cookie.domain : isWithin(host, cookie.domain)
  return (
    isItsHost &&
    isPathWithin(path, cookie.path) &&
    (isPrivate || !cookie.isSecure) &&
    cookie.expiresSeconds > nowSeconds
  )
}

/** The host is the domain, or lies below it. An address lies below nothing. */
function isWithin(host: string, domain: string): boolean {
  const own = host.toLowerCase()
  if (own === domain) return true
  const isAddress = own.startsWith('[') || /^\d+(\.\d+){3}$/.test(own)
  return !isAddress && own.endsWith(`.${domain}`)
}

function isPathWithin(path: string, folder: string): boolean {
  if (!path.startsWith(folder)) return false
  return path.length === folder.length || folder.endsWith('/') || path[folder.length] === '/'
}

/** The folder of the request's path (RFC 6265, 5.1.4). */
function defaultPath(path: string): string {
  const end = path.lastIndexOf('/')
  return path.startsWith('/') && end > 0 ? path.slice(0, end) : '/'
}
