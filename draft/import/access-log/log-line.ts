// A line of an access log in the common or the combined format of Apache and nginx, whatever stands before and behind it: a
// virtual host, times, the address that a proxy forwarded.

export interface LogLine {
  /** Seconds since 1970. */
  readonly seconds: number
  readonly method: string
  readonly path: string
  readonly status: number
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const TIME =
  /\[(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})\] "((?:[^"\\]|\\.)*)" (\d{3})(?= |$)/
const REQUEST = /^([A-Z]{3,20}) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/
const LONGEST_LINE = 65_536

export function isLogLine(line: string): boolean {
  return line.length <= LONGEST_LINE && TIME.test(line)
}

/** @returns `unreadable` where the line has another form, `no-request` where the client sent none */
export function parseLogLine(line: string): LogLine | 'unreadable' | 'no-request' {
  const match = line.length > LONGEST_LINE ? null : TIME.exec(line)
  if (match === null) return 'unreadable'
  const [, day, monthName = '', year, hour, minute, second, sign, zoneHours, zoneMinutes, request = '', status] = match
  const month = MONTHS.indexOf(monthName.toLowerCase())
  if (month < 0) return 'unreadable'
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 * (sign === '-' ? -1 : 1)
  const utc = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)) / 1000
  const [, method, path] = REQUEST.exec(unescaped(request)) ?? []
  if (method === undefined || path === undefined || !/^(?:\/|https?:\/\/)/.test(path)) return 'no-request'
  return { seconds: utc - offset, method, path, status: Number(status) }
}

/** Apache writes a quote as `\"`, nginx as `\x22`. */
function unescaped(request: string): string {
  return request.replace(/\\x([0-9a-fA-F]{2})|\\(["\\])/g, (_, hex?: string, character?: string) =>
    hex === undefined ? (character ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
