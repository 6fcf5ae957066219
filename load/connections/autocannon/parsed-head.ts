// What a head that autocannon's parser has read says about the end of the response, and whether the connection may be used
// again (RFC 9112, 6.3 and 9.3).

import type { HeadersInfo } from 'autocannon'

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

/** Whether the last transfer coding is `chunked`: the parser knows it only where it is the only one. */
export function isChunked(headers: readonly string[]): boolean {
  for (let i = headers.length - 2; i >= 0; i -= 2)
    if (headers[i]?.toLowerCase() === 'transfer-encoding')
      return /(?:^|,)\s*chunked\s*$/i.test(headers[i + 1] as string)
  return false
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
