import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda, virtualTimers } from '../../../simulation/time/agenda.ts'

describe('Agenda', () => {
  it('lets things happen in the order of their instants, and of one instant in the order in which they were made', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (instants) => {
        const agenda = new Agenda(0)
        const happened: [seconds: number, made: number][] = []
        for (const [made, seconds] of instants.entries())
          agenda.at(seconds, () => happened.push([agenda.nowSeconds, made]))
        agenda.runUntil(() => happened.length === instants.length)
        const expected = instants.map((seconds, made): [number, number] => [seconds, made])
        expect(happened).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j))
      }),
    )
  })

  it('does not let happen what was cancelled', () => {
    const agenda = new Agenda(0)
    const happened: string[] = []
    agenda.at(1, () => happened.push('first'))
    const cancel = agenda.at(2, () => happened.push('second'))
    agenda.at(3, () => happened.push('third'))
    cancel()
    agenda.runUntil(() => happened.length === 2)
    expect(happened).toEqual(['first', 'third'])
  })

  it('lets happen now what lies in the past', () => {
    const agenda = new Agenda(5)
    let atSeconds = Number.NaN
    agenda.at(1, () => {
      atSeconds = agenda.nowSeconds
    })
    agenda.runUntil(() => !Number.isNaN(atSeconds))
    expect(atSeconds).toBe(5)
  })

  it('says so where nothing is left that could end it', () => {
    expect(() => new Agenda(0).runUntil(() => false)).toThrow('stands still')
  })

  it('refuses an instant that is no number', () => {
    expect(() => new Agenda(0).at(Number.NaN, () => {})).toThrow(RangeError)
  })
})

describe('virtualTimers', () => {
  it('sleeps, and some time passes however short the sleep is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.constantFrom(0, 1e-20, 1e-9, 0.5),
        (from, seconds) => {
          const agenda = new Agenda(from)
          let wokenSeconds = Number.NaN
          virtualTimers(agenda).sleep(seconds, () => {
            wokenSeconds = agenda.nowSeconds
          })
          agenda.runUntil(() => !Number.isNaN(wokenSeconds))
          expect(wokenSeconds).toBeGreaterThan(from)
          expect(wokenSeconds).toBeCloseTo(from + seconds, 6)
        },
      ),
    )
  })

  it('does not wake from a sleep that was cancelled', () => {
    const agenda = new Agenda(0)
    const timers = virtualTimers(agenda)
    let woken = 0
    timers.cancel(timers.sleep(1, () => woken++))
    let isOver = false
    timers.sleep(2, () => {
      isOver = true
    })
    agenda.runUntil(() => isOver)
    expect(woken).toBe(0)
  })
})
