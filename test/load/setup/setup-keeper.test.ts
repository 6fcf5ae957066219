import { describe, expect, it } from 'vitest'
import { deferred } from '../../../core/deferred.ts'
import type { SetupRenewal } from '../../../core/scenario/flows/setup-renewal.ts'
import { SetupFailure } from '../../../load/setup/setup-failure.ts'
import { type KeptValues, SetupKeeper } from '../../../load/setup/setup-keeper.ts'
import type { Captured } from '../../../load/setup/setup-values.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

const ON_401: SetupRenewal = { everySeconds: null, beforeSeconds: null, onStatuses: [401] }

/** A keeper whose attempts are settled by hand, each by its place. */
function kept(captured: Captured, renew: SetupRenewal | null, ageSeconds = 0) {
  const timers = new VirtualTimers(1000)
  const attempts: { readonly atSeconds: number; readonly result: ReturnType<typeof deferred<Captured>> }[] = []
  const renewed: KeptValues[] = []
  const failed: string[] = []
  const keeper = new SetupKeeper(
    { captured, ageSeconds },
    {
      perform: () => {
        const result = deferred<Captured>()
        attempts.push({ atSeconds: timers.nowSeconds(), result })
        return result.promise
      },
      renew,
      timers,
      onRenewed: (values) => renewed.push(values),
      onFailed: ({ step, message }, cause) => failed.push(`${cause}: ${step}: ${message}`),
    },
  )
  const settle = async (nth: number, outcome: Captured | SetupFailure) => {
    if (outcome instanceof SetupFailure) attempts[nth]?.result.reject(outcome)
    else attempts[nth]?.result.resolve(outcome)
    await new Promise(setImmediate)
  }
  return { timers, attempts, renewed, failed, keeper, settle, times: () => attempts.map(({ atSeconds }) => atSeconds) }
}

describe('the values of a setup', () => {
  it('are renewed before they end, again and again', async () => {
    const { timers, renewed, settle, times } = kept({ token: 'a', expires_in: 100 }, null)
    timers.advanceTo(1095)
    await settle(0, { token: 'b', expires_in: 50 })
    timers.advanceTo(1200)
    expect(times()).toEqual([1090, 1140])
    expect(renewed).toEqual([{ generation: 1, captured: { token: 'b', expires_in: 50 } }])
  })

  it('are renewed once, however many requests meet the refusal', async () => {
    const { timers, keeper, settle, times } = kept({ token: 'a' }, ON_401)
    timers.advanceTo(1010)
    for (let i = 0; i < 100; i++) keeper.refused(0)
    timers.advanceTo(1010)
    for (let i = 0; i < 100; i++) keeper.refused(0)
    await settle(0, { token: 'b' })
    expect(keeper.values).toEqual({ generation: 1, captured: { token: 'b' } })
    // Sent with the former token, and answered only now.
    keeper.refused(0)
    timers.advanceTo(2000)
    expect(times()).toEqual([1010])
  })

  it('are asked for less and less often where the new ones are refused as well', async () => {
    const { timers, keeper, settle, times } = kept({ token: 'a' }, ON_401)
    for (let generation = 0; generation < 5; generation++) {
      keeper.refused(generation)
      timers.advanceTo(timers.nowSeconds() + 60)
      await settle(generation, { token: 'still wrong' })
      timers.advanceTo(timers.nowSeconds())
    }
    // Each attempt takes until the end of its minute here.
    const pauses = times().map((seconds, i) => seconds - 1000 - 60 * i)
    expect(pauses).toEqual([0, 1, 2, 4, 8])
  })

  it('stay where a renewal fails, which is told, and tried again', async () => {
    const { timers, keeper, failed, settle, times } = kept({ token: 'a' }, { ...ON_401, everySeconds: 10 })
    timers.advanceTo(1010)
    await settle(0, new SetupFailure('login', 'HTTP/1.1 503 Service Unavailable'))
    expect(keeper.values).toEqual({ generation: 0, captured: { token: 'a' } })
    expect(failed).toEqual(['due: login: HTTP/1.1 503 Service Unavailable'])
    timers.advanceTo(1011)
    await settle(1, { token: 'b' })
    expect(times()).toEqual([1010, 1011])
    expect(keeper.values.generation).toBe(1)
  })

  it('are renewed the sooner, the older they are when the traffic begins', () => {
    const { timers, times } = kept({ expires_in: 100 }, null, 30)
    timers.advanceTo(1100)
    expect(times()).toEqual([1060])
  })

  it('are renewed no more once the run is over', async () => {
    const { timers, keeper, renewed, settle, times } = kept({ token: 'a' }, { ...ON_401, everySeconds: 10 })
    timers.advanceTo(1010)
    keeper.stop()
    await settle(0, { token: 'b' })
    keeper.refused(0)
    timers.advanceTo(2000)
    expect([times(), renewed]).toEqual([[1010], []])
  })

  it.each([
    ['a text that is a number', '30', 1027],
    ['a number', 30, 1027],
    ['no number', 'soon', undefined],
    ['less than nothing', -5, undefined],
  ])('end after a lifetime that is %s', (_, lifetime, renewedAt) => {
    const { timers, times } = kept({ expires_in: lifetime }, null)
    timers.advanceTo(5000)
    expect(times()[0]).toBe(renewedAt)
  })
})
