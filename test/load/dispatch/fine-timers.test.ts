import { describe, expect, it } from 'vitest'
import { latencyQuantile, totalCount } from '../../../core/latency/latency-counts.ts'
import type { AlarmClockListener } from '../../../load/dispatch/alarm-clock.ts'
import { FineTimers } from '../../../load/dispatch/fine-timers.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

/** An alarm clock that a test rings, and Node's timers in virtual time. */
function setUp({ runs = true } = {}) {
  const coarse = new VirtualTimers(100)
  const set: number[] = []
  let listener: AlarmClockListener | undefined
  const timers = new FineTimers(coarse, (given) => {
    listener = given
    return { set: (dueSeconds) => set.push(dueSeconds), cpuSeconds: 0.25, stop: () => set.push(Number.NaN) }
  })
  const clock = listener as unknown as AlarmClockListener
  if (runs) clock.rang(0)
  const woken: string[] = []
  const sleep = (seconds: number, name = 'woken') => timers.sleep(seconds, () => woken.push(name))
  return { coarse, timers, clock, set, woken, sleep }
}

describe('FineTimers', () => {
  it('sleeps by the alarm clock, and records how late it was', () => {
    const { coarse, timers, clock, set, woken, sleep } = setUp()
    sleep(0.0005)
    expect(set).toEqual([100.0005])
    coarse.advanceTo(100.0007)
    expect(woken).toEqual([])
    clock.rang(1)
    expect(woken).toEqual(['woken'])
    expect(totalCount(timers.lateness())).toBe(1)
    expect(latencyQuantile(timers.lateness(), 1)).toBeCloseTo(0.0002, 6)
    timers.forgetLateness()
    expect(totalCount(timers.lateness())).toBe(0)
  })

  it("sleeps by Node's timers until the alarm clock runs", () => {
    const { coarse, timers, set, woken, sleep } = setUp({ runs: false })
    sleep(0.002)
    expect(timers.runs).toBe(false)
    coarse.advanceTo(100.0021)
    expect([woken, set]).toEqual([['woken'], []])
    expect(totalCount(timers.lateness())).toBe(0)
  })

  it("lends the one alarm to the first sleeper; a second one gets one of Node's timers", () => {
    const { coarse, clock, set, woken, sleep } = setUp()
    sleep(1, 'first')
    sleep(0.5, 'second')
    coarse.advanceTo(101)
    expect([woken, set]).toEqual([['second'], [101]])
    clock.rang(1)
    expect(woken).toEqual(['second', 'first'])
  })

  it.each(['an alarm', "one of Node's timers"])('wakes nobody whose sleep was cancelled: %s', (kind) => {
    const { coarse, timers, clock, woken, sleep } = setUp({ runs: kind === 'an alarm' })
    timers.cancel(sleep(0.001))
    coarse.advanceTo(101)
    clock.rang(1)
    expect(woken).toEqual([])
  })

  it('does not take the message about a cancelled alarm for the next one', () => {
    const { timers, clock, woken, sleep } = setUp()
    timers.cancel(sleep(0.001, 'first'))
    sleep(0.5, 'second')
    clock.rang(1)
    expect(woken).toEqual([])
    clock.rang(2)
    expect(woken).toEqual(['second'])
  })

  it("goes on with Node's timers where the alarm clock has ended, for who sleeps too", () => {
    const { coarse, timers, clock, set, woken, sleep } = setUp()
    sleep(0.01, 'before')
    coarse.advanceTo(100.004)
    clock.ended()
    sleep(0.02, 'after')
    expect(timers.runs).toBe(false)
    coarse.advanceTo(100.0101)
    expect(woken).toEqual(['before'])
    coarse.advanceTo(100.0241)
    expect([woken, set]).toEqual([['before', 'after'], [100.01]])
  })

  it('says what the alarm clock took, and ends it', () => {
    const { timers, set } = setUp()
    expect(timers.cpuSeconds).toBe(0.25)
    timers.close()
    expect(set).toEqual([Number.NaN])
  })
})
