import { describe, expect, it } from 'vitest'
import { COMPLETED, outcomeCode } from '../../../load/recording/outcome.ts'
import type { RequestTiming } from '../../../load/recording/timings.ts'
import { SetupUser } from '../../../load/setup/setup-user.ts'
import { toSetupValues } from '../../../load/setup/setup-values.ts'

const STATUS = outcomeCode('status')

const ended = (timing: Partial<RequestTiming>): RequestTiming => ({
  intendedSeconds: 0,
  sentSeconds: 10,
  firstByteSeconds: 10,
  endedSeconds: 11,
  sendLagSeconds: 0,
  sendState: 0,
  phase: 0,
  request: 0,
  outcome: STATUS,
  status: 401,
  ...timing,
})

function user(onStatuses: readonly number[] | null) {
  const refused: number[] = []
  let nowSeconds = 0
  const renew = onStatuses && { everySeconds: null, beforeSeconds: null, onStatuses }
  const own = new SetupUser({
    plan: { steps: [], cookies: false, renew },
    values: toSetupValues(0, { token: 'a' }),
    nowSeconds: () => nowSeconds,
    onRefused: (generation) => refused.push(generation),
  })
  const renewAt = (seconds: number, generation: number) => {
    nowSeconds = seconds
    own.renew(toSetupValues(generation, { token: 'b' }))
  }
  return { own, refused, renewAt }
}

describe('a refusal of what the setup captured', () => {
  it.each([
    ['is told', {}, [0]],
    ['is none where the status is another', { status: 403 }, []],
    ['is none where the scenario expects that status', { outcome: COMPLETED }, []],
    ['is none where there was no answer', { status: 0, outcome: outcomeCode('reset') }, []],
  ])('%s', (_, timing, expected) => {
    const { own, refused } = user([401])
    own.ended(ended(timing))
    expect(refused).toEqual(expected)
  })

  it('is told once, however many requests meet it, and again of the next generation', () => {
    const { own, refused, renewAt } = user([401])
    own.ended(ended({}))
    own.ended(ended({}))
    renewAt(20, 1)
    own.ended(ended({ sentSeconds: 21 }))
    expect(refused).toEqual([0, 1])
  })

  it('is not told of a request that was sent with the former values', () => {
    const { own, refused, renewAt } = user([401])
    renewAt(20, 1)
    own.ended(ended({ sentSeconds: 19.9 }))
    expect(refused).toEqual([])
  })

  it('is nothing to a setup that no status renews', () => {
    const { own, refused } = user(null)
    own.ended(ended({}))
    expect(refused).toEqual([])
  })
})

describe('what the setup captured', () => {
  it('is there by its name, and the newest after a renewal', () => {
    const { own, renewAt } = user([401])
    expect(own.captured.value('token')).toBe('a')
    renewAt(20, 1)
    expect(own.captured.value('token')).toBe('b')
  })

  it('is named where it was not captured', () => {
    expect(() => user(null).own.captured.value('tokn')).toThrow('setup.tokn: expected a value that the setup captured')
  })
})
