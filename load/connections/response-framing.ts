// What the head of a response says about its end, and whether the connection may be used again (RFC 9112, 6.3 and 9.3).

import type { HeadersInfo } from 'autocannon'

/** A response that precedes the final one. Not 101: it changes the protocol and is the last on its connection. */
export function isInformational(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101
}

/** Whether the response ends with its head. A length in that head is the one that a GET, or a 200, would have had. */
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
  // Without a length the parser takes the body to end with the connection, but a response to HEAD has no body.
  const isHttp11 = info.versionMajor === 1 && info.versionMinor >= 1
  return isHead && isHttp11 && !connectionHeader.includes('close')
}

/** After how many idle seconds the service closes the connection, as it says; undefined where it does not say. */
export function keepAliveSeconds(headers: readonly string[]): number | undefined {
  for (let i = 0; i + 1 < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === 'keep-alive') {
      const seconds = /(?:^|[,\s])timeout=(\d+)/i.exec(headers[i + 1] as string)?.[1]
      return seconds === undefined ? undefined : Number(seconds)
    }
  return undefined
}

/** A 408 that a server sends before it closes an idle connection. It answers no request. */
export function isIdleTimeoutResponse(chunk: Buffer): boolean {
  return /^HTTP\/1\.[01] 408 /.test(chunk.toString('latin1', 0, 13))
}
