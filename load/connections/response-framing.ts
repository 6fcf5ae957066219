// What the head of a response says about its end, and whether the connection may be used again (RFC 9112, 6.3 and 9.3).

import type { HeadersInfo } from 'autocannon'
import type { FirstAnswer } from '../../core/run/load-result.ts'

/** More than is shown of a body, in bytes: a character may take four. */
export const KEPT_BODY_BYTES = 1000

export interface ResponseHead {
  readonly statusCode: number
  readonly statusLine: string
  /** Name, value, name, value. */
  readonly headers: readonly string[]
}

/** @param body as much of it as was kept */
export function firstAnswer({ statusCode, statusLine, headers }: ResponseHead, body: Buffer): FirstAnswer {
  const contentEncoding = headerValue(headers, 'content-encoding')
  return {
    status: statusCode,
    statusLine,
    contentType: headerValue(headers, 'content-type'),
    contentEncoding,
    location: headerValue(headers, 'location'),
    body: contentEncoding === null ? body.toString('utf8', 0, KEPT_BODY_BYTES) : '',
  }
}

/** A response that precedes the final one. Not 101: it changes the protocol and is the last on its connection. */
export function isInformational(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101
}

/** Whether the response ends with its head. A length in that head is the one that a GET, or a 200, would have had. */
export function hasNoBody(status: number, isHead: boolean): boolean {
  return isHead || status === 204 || status === 304 || isInformational(status)
}

/**
 * Whether the head contradicts HTTP/1.1, so that nobody can say where the body ends: a version that is not 1.0 or 1.1, a
 * length that is no number, or a length beside a transfer coding (RFC 9112, 2.3 and 6.3; llhttp in strict mode).
 */
export function isMalformedHead({ versionMajor, versionMinor, headers }: HeadersInfo): boolean {
  if (versionMajor !== 1 || versionMinor > 1) return true
  let hasLength = false
  let hasCoding = false
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] as string
    // Most names are of another length: no lower case has to be made of them.
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      hasLength = true
      if (!/^\d{1,15}$/.test(headers[i + 1] as string)) return true
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') hasCoding = true
  }
  return hasLength && hasCoding
}

/**
 * A token, a colon at once, and no control characters (RFC 9112, 5). The continuation of a line before it is refused, as
 * Node refuses it: nobody sends one but to deceive.
 */
export function isHeaderLine(line: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t -~\u0080-\u00ff]*$/.test(line)
}

/** The size that a chunk's first line gives, its extensions left out; undefined where it gives none (RFC 9112, 7.1). */
export function chunkSize(line: string): number | undefined {
  const digits = /^([0-9a-fA-F]{1,13})(?:;[\t -~\u0080-\u00ff]*)?$/.exec(line)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits, 16)
}

/** Whether the last transfer coding is `chunked`: the parser knows it only where it is the only one. */
export function isChunked(headers: readonly string[]): boolean {
  for (let i = headers.length - 2; i >= 0; i -= 2)
    if (headers[i]?.toLowerCase() === 'transfer-encoding')
      return /(?:^|,)\s*chunked\s*$/i.test(headers[i + 1] as string)
  return false
}

/** The value of a header, the first of that name; null where there is none. @param name in lower case */
export function headerValue(headers: readonly string[], name: string): string | null {
  for (let i = 0; i + 1 < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === name) return headers[i + 1] as string
  return null
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
