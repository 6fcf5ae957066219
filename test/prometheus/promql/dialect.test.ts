import { describe, expect, it } from 'vitest'
import { DEFAULT_DIALECT, type Dialect, dialectOf } from '../../../prometheus/promql/dialect.ts'

/** For each difference, the last version without it and the first one with it. */
const BOUNDARIES: readonly [Exclude<keyof Dialect, 'version'>, string, string][] = [
  ['topkInPlace', '2.43.1', '2.44.0'],
  ['atan2DropsName', '2.46.0', '2.47.0'],
  ['smallDelta', '2.48.1', '2.49.0'],
  ['clampFix', '2.50.1', '2.51.0'],
  ['kahanSum', '2.53.4', '2.54.0'],
  ['kahanAvg', '2.54.1', '2.55.0'],
  ['leftOpen', '2.55.1', '3.0.0'],
  ['leNormalised', '2.55.1', '3.0.0'],
  ['regexDotAll', '2.55.1', '3.0.0'],
  ['nanDeviation', '2.55.1', '3.0.0'],
  ['smoothingRenamed', '2.55.1', '3.0.0'],
  ['utf8Labels', '2.55.1', '3.0.0'],
  ['utf8LabelReplace', '3.2.1', '3.3.0'],
  ['classicFraction', '3.3.1', '3.4.0'],
]

describe('dialectOf', () => {
  it.each(BOUNDARIES)('switches on %s after %s, in %s', (flag, before, since) => {
    expect([dialectOf(before)[flag], dialectOf(since)[flag]]).toEqual([false, true])
  })

  it('reads versions as Prometheus and Debian write them', () => {
    expect(dialectOf('v2.53.3+ds1-2')).toEqual({ ...dialectOf('2.53'), version: 'v2.53.3+ds1-2' })
    expect(dialectOf('10.0.1-rc.0').leftOpen).toBe(true)
  })

  it('defaults to 3.x', () => {
    expect(DEFAULT_DIALECT).toEqual(dialectOf('3.5.0'))
  })

  it.each(['', 'latest', '3'])('refuses %j', (text) => {
    expect(() => dialectOf(text)).toThrow(`expected a Prometheus version such as 3.5.0, got ${JSON.stringify(text)}`)
  })
})
