// The instant that a cookie's `Expires` names. Services write it in several ways; RFC 6265, 5.1.1 says how it is read.

const DELIMITERS = /[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+/
const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D.*)?$/
const DAY = /^(\d{1,2})(?:\D.*)?$/
const YEAR = /^(\d{2,4})(?:\D.*)?$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

interface Found {
  time?: readonly number[]
  day?: number
  month?: number
  year?: number
}

/** Seconds since 1970; undefined where the text is no date. */
export function cookieDateSeconds(text: string): number | undefined {
  const found: Found = {}
  for (const token of text.split(DELIMITERS)) find(token, found)
  const { time: [hour = 24, minute = 60, second = 60] = [], day = 0, month } = found
  if (month === undefined || found.year === undefined) return undefined
  const year = fullYear(found.year)
  if (day < 1 || day > 31 || year < 1601 || hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(Date.UTC(year, month, day, hour, minute, second))
  // 31 February is another day.
  return date.getUTCDate() === day ? date.getTime() / 1e3 : undefined
}

/** What a token is, is decided by its form and by what was found before. */
function find(token: string, found: Found): void {
  const time = TIME.exec(token)
  if (found.time === undefined && time) {
    found.time = time.slice(1, 4).map(Number)
    return
  }
  const day = DAY.exec(token)
  if (found.day === undefined && day) {
    found.day = Number(day[1])
    return
  }
  const month = MONTHS.indexOf(token.slice(0, 3).toLowerCase())
  if (found.month === undefined && month >= 0) {
    found.month = month
    return
  }
  const year = YEAR.exec(token)
  if (found.year === undefined && year) found.year = Number(year[1])
}

function fullYear(year: number): number {
  if (year >= 70 && year <= 99) return year + 1900
  return year <= 69 ? year + 2000 : year
}
