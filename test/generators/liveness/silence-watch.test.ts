import { describe, expect, it } from 'vitest'
import { ALIVE_SECONDS } from '../../../generators/liveness/alive-seconds.ts'
import { type Silence, SilenceWatch } from '../../../generators/liveness/silence-watch.ts'

const SILENT_SECONDS = 1.5
const AWAY_SECONDS = 10

/** Looks as often as it is done, from one instant to another. @returns what was seen at the end */
function look(watch: SilenceWatch, fromSeconds: number, toSeconds: number): Silence {
  let seen: Silence = 'none'
  for (let at = fromSeconds; at <= toSeconds; at += ALIVE_SECONDS) seen = watch.look(at)
  return seen
}

function newWatch(): SilenceWatch {
  return new SilenceWatch(SILENT_SECONDS, 100, AWAY_SECONDS)
}

describe('SilenceWatch', () => {
  it('hears nothing for a while: silent', () => {
    const watch = newWatch()
    expect(look(watch, 100, 101.5)).toBe('none')
    expect(look(watch, 101.75, 101.75)).toBe('silent')
  })

  it('hears something now and then: not silent', () => {
    const watch = newWatch()
    for (let at = 100; at < 120; at++) {
      watch.heard(at)
      expect(look(watch, at, at + 0.75)).toBe('none')
    }
  })

  it('was not running itself: what it has not heard meanwhile does not count', () => {
    const watch = newWatch()
    expect(look(watch, 100, 101)).toBe('none')
    expect(watch.look(160)).toBe('none')
    expect(look(watch, 160.25, 160.25)).toBe('none')
    expect(look(watch, 160.5, 160.75)).toBe('silent')
  })

  it('cannot be heard while the broker is away, and has a fresh start when that is back', () => {
    const watch = newWatch()
    watch.brokerAway(101)
    expect(look(watch, 101, 109)).toBe('none')
    watch.brokerBack(109)
    expect(look(watch, 109, 110.5)).toBe('none')
    expect(look(watch, 110.75, 110.75)).toBe('silent')
  })

  it('is not silent for as long as the broker answers nobody: that is not its doing', () => {
    const watch = newWatch()
    expect(look(watch, 100, 101)).toBe('none')
    for (let at = 101.25; at < 105; at += ALIVE_SECONDS) expect(watch.look(at, 101)).toBe('none')
    expect(watch.look(105, 101.5)).toBe('none')
    expect(watch.look(105.25, 105.25)).toBe('silent')
  })

  it('is given up where the broker does not come back', () => {
    const watch = newWatch()
    watch.brokerAway(100)
    watch.brokerAway(105)
    expect(look(watch, 100, 110)).toBe('none')
    expect(look(watch, 110.25, 110.25)).toBe('broker-away')
  })
})
