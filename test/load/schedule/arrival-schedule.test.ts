import { describe, expect, it } from 'vitest'
import { arrivalSchedule, type ScheduleOptions } from '../../../load/schedule/arrival-schedule.ts'

const curve = { fromRatePerSecond: 100, toRatePerSecond: 300, durationSeconds: 5 }
const options: ScheduleOptions = {
  process: 'poisson',
  seed: 42,
  streamName: 'ramp',
  weights: [2, 1],
  share: { generator: 0, generators: 1 },
}

describe('an arrival schedule', () => {
  it('is the same for the same seed', () => {
    expect(arrivalSchedule(curve, options)).toEqual(arrivalSchedule(curve, options))
  })

  it.each([
    ['seed', { seed: 43 }],
    ['phase', { streamName: 'other' }],
  ])('is another for another %s', (_, change) => {
    expect(arrivalSchedule(curve, { ...options, ...change }).seconds).not.toEqual(
      arrivalSchedule(curve, options).seconds,
    )
  })

  it.each(['constant', 'poisson'] as const)('%s: item i goes to generator i modulo their number', (process) => {
    const whole = arrivalSchedule(curve, { ...options, process })
    for (const generator of [0, 1, 2]) {
      const part = arrivalSchedule(curve, { ...options, process, share: { generator, generators: 3 } })
      const isOwn = (_: number, i: number) => i % 3 === generator
      expect(part.seconds).toEqual(whole.seconds.filter(isOwn))
      expect(part.requests).toEqual(whole.requests.filter(isOwn))
    }
  })

  it('chooses requests by weight', () => {
    const { requests } = arrivalSchedule(curve, options)
    const first = requests.filter((request) => request === 0).length
    expect(Math.abs(first / requests.length - 2 / 3)).toBeLessThan(0.05)
  })
})
