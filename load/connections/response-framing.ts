// What the head of an answer says about its end, and about what becomes of the connection (RFC 9112, 6.3 and 9.3).

import type { HeadersInfo } from 'autocannon'

/** An answer before the answer. 101 is none of them: it changes the protocol, and is the last of its connection. */
export function isInformational(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101
}

/** Whether the answer ends with its head, whatever length it gives: that is the length a GET, or a 200, would have. */
export function hasNoBody(status: number, isHead: boolean): boolean {
  return isHead || status === 204 || status === 304 || isInformational(status)
}

/**
 * Whether the connection may carry another request.
 * @param connectionHeader in lower case
 */
export function staysOpen(info: HeadersInfo, isHead: boolean, connectionHeader: string): boolean {
  if (info.statusCode === 101) return false
  if (info.shouldKeepAlive) return true
  // Without a length the parser takes the body to end with the connection; but an answer to HEAD has no body.
  const isHttp11 = info.versionMajor === 1 && info.versionMinor >= 1
  return isHead && isHttp11 && !connectionHeader.includes('close')
}

/** After how many idle seconds the service says that it will close the connection; undefined where it does not say. */
export function keepAliveSeconds(headers: readonly string[]): number | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === 'keep-alive') {
      const seconds = /(?:^|[,\s])timeout=(\d+)/i.exec(headers[i + 1] as string)?.[1]
      return seconds === undefined ? undefined : Number(seconds)
    }
  return undefined
}

/** What a server sends on a connection that it closes because no request came: no answer to anything. */
export function isIdleTimeoutResponse(chunk: Buffer): boolean {
  return /^HTTP\/1\.[01] 408 /.test(chunk.toString('latin1', 0, 13))
}
