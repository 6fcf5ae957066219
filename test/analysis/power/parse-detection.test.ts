import { describe, expect, it } from 'vitest'
import { parseDetection, parsePagesPerDay } from '../../../analysis/power/parse-detection.ts'

describe('parseDetection', () => {
  it.each([
    ['10% of requests 2x slower for 5m', { share: 0.1, slowdown: 2, durationSeconds: 300, traffic: null }],
    ['10% of the requests 2× slower for 5m', { share: 0.1, slowdown: 2, durationSeconds: 300, traffic: null }],
    [
      '0.5% requests 1.5 times slower for 1h 30m',
      { share: 0.005, slowdown: 1.5, durationSeconds: 5400, traffic: null },
    ],
    ['0.5% of requests 1.5x slower for 1h30m', { share: 0.005, slowdown: 1.5, durationSeconds: 5400, traffic: null }],
    ['all requests fail for 2m', { share: 1, slowdown: null, durationSeconds: 120, traffic: null }],
    ['5% of requests fail for 1h by night', { share: 0.05, slowdown: null, durationSeconds: 3600, traffic: 'night' }],
    ['5% of requests 3x slower for 90s at day', { share: 0.05, slowdown: 3, durationSeconds: 90, traffic: 'day' }],
  ])('%s', (text, expected) => {
    expect(parseDetection(text)).toEqual({ text, ...expected })
  })

  it.each([
    ['', "--detect: expected an incident such as '10% of requests 2x slower for 5m'"],
    ['an outage', "--detect: expected an incident such as '10% of requests 2x slower for 5m'"],
    ['10 of requests 2x slower for 5m', 'expected a share of the requests above 0%'],
    ['0% of requests 2x slower for 5m', 'expected a share of the requests above 0%'],
    ['120% of requests 2x slower for 5m', 'expected a share of the requests above 0%'],
    ['10% of requests 1x slower for 5m', 'expected a factor above 1'],
    ['10% of requests much slower for 5m', 'expected a factor above 1'],
    ['10% of requests fali for 5m', 'expected 2x slower or fail (did you mean fail?)'],
    ['10% of requests fail for 5', 'expected a length above 0'],
    ['10% of requests fail for 0', 'expected a length above 0'],
    ['10% of requests fail for 5m by dawn', 'expected by day or by night'],
  ])('rejects %j', (text, message) => {
    expect(() => parseDetection(text)).toThrow(message)
  })
})

describe('parsePagesPerDay', () => {
  it.each([
    ['1/30d', 1 / 30],
    ['1 per 30d', 1 / 30],
    ['2/week', 2 / 7],
    ['1/2w', 1 / 14],
    ['0.5/d', 0.5],
    ['0/30d', 0],
    ['1/12h', 2],
    ['1', null],
    ['1/0', null],
    ['-1/30d', null],
    ['1/month', null],
  ])('%s', (text, perDay) => {
    if (perDay === null) expect(parsePagesPerDay(text)).toBeNull()
    else expect(parsePagesPerDay(text)).toBeCloseTo(perDay, 12)
  })
})
