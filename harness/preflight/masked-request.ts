// A request as it would be sent, for people: without secrets, without control characters, and not longer than one reads.

import { isSensitive, redactText } from '../../core/secrets/redact-text.ts'
import { hideSecrets } from '../../core/secrets/secrets.ts'
import { formatByteSize } from '../../core/text/byte-size.ts'
import { redactQuery } from '../../core/text/url.ts'

const MOST_CHARACTERS = 1000

/** @param bytes head and body of an HTTP request */
export function maskedRequest(bytes: Buffer): string {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
  const [requestLine = '', ...headers] = head.split('\r\n')
  const contentType = headers.find((line) => /^content-type:/i.test(line)) ?? ''
  // Each part by itself: what follows a value may not be taken for it.
  const masked = requestLine.split(' ').map((part) => redactQuery(hideSecrets(part)))
  const lines = [masked.join(' '), ...headers.map(maskedHeader)]
  const body = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4)
  return [...lines, ...(body.length === 0 ? [] : ['', maskedBody(body, contentType)])].map(plain).join('\n')
}

function maskedHeader(line: string): string {
  const [, name = '', value = ''] = /^([^:]*):\s*(.*)$/.exec(line) ?? []
  const hidden = hideSecrets(value)
  return `${name}: ${isSensitive(name) ? redactText(hidden) : hidden}`
}

function maskedBody(body: Buffer, contentType: string): string {
  const text = body.toString('utf8')
  if (text.includes('\ufffd') || text.includes('\0')) return `(${formatByteSize(body.length)} that are no text)`
  const masked = maskedText(text, contentType)
  if (masked.length <= MOST_CHARACTERS) return masked
  return `${masked.slice(0, MOST_CHARACTERS)}… (${formatByteSize(body.length)} in all)`
}

function maskedText(text: string, contentType: string): string {
  if (/json/i.test(contentType)) {
    const value = parsed(text)
    if (value !== undefined) return hideSecrets(JSON.stringify(maskedJson(value)))
  }
  if (/x-www-form-urlencoded/i.test(contentType)) return redactQuery(hideSecrets(`?${text}`)).slice(1)
  if (/^content-type:\s*multipart\//i.test(contentType))
    return hideSecrets(text).replace(FORM_PART, (whole, head: string, name: string, value: string) =>
      isSensitive(name) ? `${head}${redactText(value)}` : whole,
    )
  return hideSecrets(text).replace(NAMED_VALUE, (whole, name: string, separator: string, value: string) =>
    isSensitive(name) ? `${name}${separator}${redactText(value)}` : whole,
  )
}

/** `token: abc`, `"token": "abc"`, `token=abc`. */
const NAMED_VALUE = /([\w-]+)("?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^\s"&,;<>}]+)/g

/** The head of a part of a form, the name in it, and its value. */
const FORM_PART = /(\bname="([^"]*)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([\s\S]*?)(?=\r?\n--)/g

function maskedJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskedJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isScalar = typeof inner === 'string' || typeof inner === 'number'
      return [key, isScalar && isSensitive(key) ? redactText(hideSecrets(String(inner))) : maskedJson(inner)]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What would move the cursor or turn the direction of the text is no part of what one reads. */
function plain(line: string): string {
  return line.replace(/(?![\n\t])[\p{C}\u2028\u2029]/gu, '')
}
