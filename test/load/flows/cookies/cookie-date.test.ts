import { describe, expect, it } from 'vitest'
import { cookieDateSeconds } from '../../../../load/flows/cookies/cookie-date.ts'

const NOVEMBER_1994 = Date.UTC(1994, 10, 6, 8, 49, 37) / 1e3

describe('a date of a cookie', () => {
  it.each([
    ['as HTTP writes it', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['with dashes and a short year, as old services do', 'Sunday, 06-Nov-94 08:49:37 GMT'],
    ['as asctime prints it', 'Sun Nov  6 08:49:37 1994'],
    ['in another order', '1994 08:49:37 6 november'],
    ['without a weekday', '06 Nov 1994 08:49:37'],
    ['with more behind its numbers', '6th Nov 1994y 8:49:37z'],
  ])('is read %s', (_, text) => {
    expect(cookieDateSeconds(text)).toBe(NOVEMBER_1994)
  })

  it.each([
    ['69 is 2069', 'Thu, 01-Jan-69 00:00:00 GMT', 2069],
    ['70 is 1970', 'Thu, 01-Jan-70 00:00:00 GMT', 1970],
    ['four digits are the year', 'Fri, 01 Jan 2100 00:00:00 GMT', 2100],
  ])('of two digits: %s', (_, text, year) => {
    expect(cookieDateSeconds(text)).toBe(Date.UTC(year, 0, 1) / 1e3)
  })

  it.each([
    ['nothing', ''],
    ['a word', 'tomorrow'],
    ['no time', 'Sun, 06 Nov 1994'],
    ['no year', 'Sun, 06 Nov 08:49:37'],
    ['an hour too late', 'Sun, 06 Nov 1994 24:00:00 GMT'],
    ['a day that the month does not have', 'Thu, 31 Feb 1994 08:49:37 GMT'],
    ['a year before the calendar', 'Sun, 06 Nov 1600 08:49:37 GMT'],
    ['seconds of its own', '784111777'],
  ])('is none where it is %s', (_, text) => {
    expect(cookieDateSeconds(text)).toBeUndefined()
  })
})
