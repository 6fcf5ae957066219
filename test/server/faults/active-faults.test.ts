import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { ActiveFaults } from '../../../server/faults/active-faults.ts'

it('replaces the active faults', () => {
  const faults = new ActiveFaults(() => 0.5)
  faults.set([{ kind: 'slowdown', factor: 4 }])
  expect(faults.plan(0.1).workSeconds).toBe(0.4)
  faults.set([{ kind: 'errors', share: 0.6 }])
  expect(faults.plan(0.1)).toEqual({ workSeconds: 0.1, ending: 'error' })
  faults.set([])
  expect(faults.plan(0.1)).toEqual({ workSeconds: 0.1, ending: 'answer' })
})

it('decides the nth request from the seed alone, whatever was active before', () => {
  const endings = (warmUp: boolean) => {
    const faults = new ActiveFaults(randomStream(3, 'server/faults'))
    if (warmUp) faults.set([{ kind: 'errors', share: 0.5 }, { kind: 'stall' }])
    for (let i = 0; i < 100; i++) faults.plan(0)
    faults.set([{ kind: 'errors', share: 0.5 }])
    return Array.from({ length: 50 }, () => faults.plan(0).ending)
  }
  expect(endings(true)).toEqual(endings(false))
})
