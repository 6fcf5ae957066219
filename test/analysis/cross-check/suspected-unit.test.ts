import { expect, it } from 'vitest'
import { suspectedUnit } from '../../../analysis/cross-check/suspected-unit.ts'
import type { LatencyUnit } from '../../../core/histogram/latency-unit.ts'

it.each<[string, LatencyUnit, number, number, LatencyUnit | undefined]>([
  ['the same mean', 'seconds', 0.03, 0.03, undefined],
  ['a server that takes half of the time', 'seconds', 0.015, 0.03, undefined],
  ['a server that takes a hundredth of the time', 'seconds', 0.0003, 0.03, undefined],
  ['a mean a little above the client’s', 'seconds', 0.033, 0.03, undefined],
  ['a thousand times', 'seconds', 30, 0.03, 'milliseconds'],
  ['a hundred times, of a service that takes a tenth of the time', 'seconds', 3, 0.03, 'milliseconds'],
  ['a million times', 'seconds', 30_000, 0.03, 'microseconds'],
  ['a thousand million times', 'seconds', 29_000_000, 0.03, 'nanoseconds'],
  ['sixty times, read in minutes', 'minutes', 1.75, 0.03, 'seconds'],
  ['a sixtieth, in minutes', 'seconds', 2, 120, 'minutes'],
  ['a thousandth, read in milliseconds', 'milliseconds', 0.00003, 0.03, 'seconds'],
  ['three times, which no unit explains', 'seconds', 0.09, 0.03, undefined],
  ['twenty times, which may be many things', 'seconds', 0.6, 0.03, undefined],
])('suspects, for %s, read in %s: mean %d beside %d: %s', (_, unit, meanSeconds, clientMeanSeconds, expected) => {
  expect(suspectedUnit(unit, { meanSeconds, clientMeanSeconds, count: 300 })).toBe(expected)
})

it('suspects nothing of a few observations', () => {
  expect(suspectedUnit('seconds', { meanSeconds: 30, clientMeanSeconds: 0.03, count: 9 })).toBeUndefined()
})
