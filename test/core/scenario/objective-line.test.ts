import { describe, expect, it } from 'vitest'
import { parseObjectiveLine, splitRequest } from '../../../core/scenario/objective-line.ts'

describe('an objective with the request that it is about', () => {
  it.each([
    ['p95 < 300ms', 'p95 < 300ms', null],
    ['p95 < 300ms for checkout', 'p95 < 300ms', 'checkout'],
    ['  P95<300ms   FOR   checkout  ', 'p95<300ms', 'checkout'],
    ['errors < 0.1% for login', 'errors < 0.1%', 'login'],
    ['achieved > 99% for GET /orders?page=1', 'achieved > 99%', 'GET /orders?page=1'],
    ['under 300ms > 90% for what is paid for', 'under 300ms > 90%', 'what is paid for'],
    ['TTFB p99 < 100ms for search', 'ttfb p99 < 100ms', 'search'],
    ['p95 < 1s for Checkout', 'p95 < 1s', 'Checkout'],
  ])('reads %j', (line, text, request) => {
    expect(parseObjectiveLine(line)).toMatchObject({ text, request })
  })

  it.each([
    'p95 < 300ms for',
    'p95 < 300ms  for  ',
    'p95 for checkout < 300ms',
    'p95 < 300ms of checkout',
    'for checkout',
  ])('refuses %j', (line) => {
    expect(parseObjectiveLine(line)).toBeUndefined()
  })

  it('divides a line at the first for, and leaves one without it alone', () => {
    expect(splitRequest('p95 < 1s for a for b')).toEqual({ text: 'p95 < 1s', request: 'a for b' })
    expect(splitRequest('p95 < 1s ')).toEqual({ text: 'p95 < 1s ', request: null })
  })
})
