import { describe, expect, it } from 'vitest'
import { judgeClockOffset } from '../../../../analysis/doctor/target/judge-clock-offset.ts'

/** A dozen answers over a second of a clock that is so much ahead. */
function answersOf(offset: number, delay = 0.002) {
  return Array.from({ length: 12 }, (_, i) => {
    const sentSeconds = 1000 + i * 0.1
    const dateSeconds = Math.floor(sentSeconds + offset)
    return { sentSeconds, receivedSeconds: sentSeconds + delay, dateSeconds, isCached: false }
  })
}

describe('the clock of a target', () => {
  it.each([
    [0, 'ok', /^its clock agrees with this one's \(±(\d+)ms\)$/],
    [0.4, 'ok', /^its clock is 4\d\dms ahead \(±\d+ms\)$/],
    [-0.5, 'ok', /behind/],
    [2.5, 'warning', /^its clock is 2\.[4-6]s ahead \(±\d+ms\)$/],
    [-3, 'warning', /^its clock is (?:3|2\.9)s behind/],
    [90, 'problem', /^its clock is 90s ahead/],
    [-3600, 'problem', /behind/],
  ])('that is %s s ahead: %s', (offset, state, observed) => {
    const judged = judgeClockOffset(answersOf(offset))
    expect([judged.state, judged.advice === null]).toEqual([state, state === 'ok'])
    expect(judged.observed).toMatch(observed)
  })

  it('is unknown where it cannot be told on which side of a second it is', () => {
    const [first] = answersOf(1.2)
    expect(judgeClockOffset(first === undefined ? [] : [first])).toMatchObject({ state: 'unknown' })
  })

  it('is unknown without a date, and with the dates of two', () => {
    expect(judgeClockOffset([]).observed).toBe('no answer had a Date header, so that its clock cannot be told')
    const two = judgeClockOffset([...answersOf(0), ...answersOf(50)])
    expect([two.state, two.observed]).toEqual([
      'unknown',
      'the dates of its answers are not those of one clock: several machines answer, or a cache does',
    ])
  })
})
