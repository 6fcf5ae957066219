// What the head of a response says about its end and about its connection, whichever engine has read it (RFC 9112, 6.3 and 9.3).

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

/** The value of a header, the first of that name; null where there is none. @param name in lower case */
export function headerValue(headers: readonly string[], name: string): string | null {
  for (let i = 0; i + 1 < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === name) return headers[i + 1] as string
  return null
}

/** The values of all headers of a name, in their order. @param name in lower case */
export function headerValues(headers: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let i = 0; i + 1 < headers.length; i += 2)
    if (headers[i]?.toLowerCase() === name) values.push(headers[i + 1] as string)
  return values
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
