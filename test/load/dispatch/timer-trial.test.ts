import { describe, expect, it } from 'vitest'
import { TimerTrial, type TimerTrialOptions } from '../../../load/dispatch/timer-trial.ts'
import { latenciesOf } from '../../support/sample-load.ts'

/** `idle` cores of four, read after each of those seconds. */
function trialOf(idle: readonly number[], options: Partial<TimerTrialOptions> = {}): TimerTrial {
  let reading = 0
  let idleSeconds = 0
  const readCores = () => {
    idleSeconds += reading === 0 ? 0 : (idle[reading - 1] ?? 0)
    return { nowSeconds: 50 + reading++, idleSeconds: [idleSeconds], ownSeconds: 0 }
  }
  const limits = { allowed: null, quota: Number.POSITIVE_INFINITY }
  return new TimerTrial({
    choice: 'auto',
    generators: 1,
    isLocalTarget: true,
    areHere: true,
    limits,
    readCores,
    ...options,
  })
}

const sleeps = (count: number, lateSeconds: number) => [latenciesOf(...Array(count).fill(lateSeconds))]

describe('TimerTrial', () => {
  it('goes by the warm-up where there is one, not by what was seen before', () => {
    const trial = trialOf([0, 2.5])
    trial.opened(sleeps(100, 0.0001))
    trial.startWarmUp()
    trial.warmedUp(sleeps(100, 0.001))
    expect(trial.choose().mode).toBe('spinning')
  })

  it('goes by the time in which connections were opened where there is no warm-up', () => {
    const trial = trialOf([3.5])
    trial.opened(sleeps(100, 0.001))
    expect(trial.choose().mode).toBe('spinning')
    const busier = trialOf([2.5])
    busier.opened(sleeps(100, 0.001))
    expect(busier.choose().mode).toBe('sparing')
  })

  it('believes no percentile of a few sleeps', () => {
    const [few, enough] = [29, 30].map((count) => {
      const trial = trialOf([3.5])
      trial.opened(sleeps(count, 0.0001))
      return trial.choose().mode
    })
    expect([few, enough]).toEqual(['spinning', 'sparing'])
  })

  it('counts how long generators waited for a core', () => {
    const trial = trialOf([0, 3.5])
    trial.startWarmUp()
    trial.watched({ wallSeconds: 1, waitingForCoreSeconds: 0 })
    trial.watched({ wallSeconds: 1, waitingForCoreSeconds: 0.2 })
    expect(trial.choose().reason).toBe('the generator waited for a core during 10% of the warm-up')
  })

  it.each([
    ['auto', 'sparing'],
    ['sparing', 'sparing'],
    ['spinning', 'spinning'],
  ] as const)('with %s, a warm-up is %s', (choice, mode) => {
    expect(trialOf([], { choice }).provisional).toBe(mode)
  })
})
