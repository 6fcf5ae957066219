// Where a redirect leads, and the request that follows it, made from the bytes of the one that was redirected.
// RFC 9110, 15.4; what becomes of the method is as in browsers (WHATWG Fetch, HTTP-redirect fetch).

const REDIRECTS = [301, 302, 303, 307, 308]

/** What describes a body, and goes with it. */
const BODY_HEADERS = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
  'transfer-encoding',
]

export interface SentHead {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Where the body begins. */
  readonly bodyFrom: number
}

export interface Redirection {
  readonly bytes: Buffer
  readonly isHead: boolean
  /** Path and query. */
  readonly target: string
}

/** Whether the answer sends the client to another place. */
export function isRedirect(status: number, location: string | null): location is string {
  return location !== null && REDIRECTS.includes(status)
}

/** @param bytes a request as it was sent */
export function readSentHead(bytes: Buffer): SentHead {
  const end = bytes.indexOf('\r\n\r\n')
  const [requestLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const [method = '', target = ''] = requestLine.split(' ')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  return { method, target, headers, bodyFrom: end + 4 }
}

/**
 * @param location of the answer, as it came
 * @param origin of the service
 * @param cookie in place of the request's own; undefined where that stays
 * @returns why it is not followed, where it leads elsewhere: the connections belong to one service
 */
export function redirectedBytes(
  bytes: Buffer,
  { status, location, origin }: { readonly status: number; readonly location: string; readonly origin: URL },
  cookieFor: (target: string) => string | undefined,
): Redirection | string {
  const sent = readSentHead(bytes)
  // Headers are read byte by byte; a place that is not percent-encoded is UTF-8.
  const place = Buffer.from(location, 'latin1').toString()
  const base = sent.target.startsWith('/') ? `${origin.origin}${sent.target}` : origin.origin
  if (!URL.canParse(place, base)) return 'a redirect to something that is no URL'
  const next = new URL(place, base)
  if (!ownOrigins(sent, origin).includes(next.origin))
    return `a redirect to another origin, ${next.origin}: connections belong to one service`
  const { method, keepsBody } = nextMethod(status, sent.method)
  const target = next.pathname + next.search
  const cookie = cookieFor(target)
  const headers = sent.headers
    .filter(([name]) => keepsBody || !BODY_HEADERS.includes(name.toLowerCase()))
    .filter(([name]) => cookie === undefined || name.toLowerCase() !== 'cookie')
  const withCookie = cookie === undefined || cookie === '' ? headers : [...headers, ['Cookie', cookie] as const]
  const lines = [`${method} ${target} HTTP/1.1`, ...withCookie.map(([name, value]) => `${name}: ${value}`)]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return {
    bytes: keepsBody ? Buffer.concat([head, bytes.subarray(sent.bodyFrom)]) : head,
    isHead: method === 'HEAD',
    target,
  }
}

/** That of the connections, and what the service takes it for, where the scenario sends another Host. */
function ownOrigins({ headers }: SentHead, { origin, protocol }: URL): string[] {
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
  const own = `${protocol}//${host ?? ''}`
  return URL.canParse(own) ? [origin, new URL(own).origin] : [origin]
}

/** 307 and 308 repeat the request; 303 asks for another thing; 301 and 302 turn POST alone into GET. */
function nextMethod(status: number, method: string): { method: string; keepsBody: boolean } {
  const becomesGet = status === 303 ? method !== 'HEAD' : status !== 307 && status !== 308 && method === 'POST'
  return becomesGet ? { method: 'GET', keepsBody: false } : { method, keepsBody: true }
}
