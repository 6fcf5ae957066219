import { expect, it } from 'vitest'
import { StoreWatch } from '../../../generators/coordinator/store-watch.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

/** A store that is looked at each quarter of a second, and answers, hangs or cannot be asked. */
async function isSilentAfter(seconds: number, answers: (nowSeconds: number) => Promise<unknown>): Promise<boolean> {
  const clock = new VirtualClock()
  const watch = new StoreWatch(() => answers(clock.nowSeconds()), clock)
  for (let now = 0; now <= seconds; now += 0.25) {
    await clock.advanceTo(now)
    watch.look()
    await clock.advanceTo(now)
  }
  return watch.isSilent
}

const hangs = () => new Promise(() => {})
const cannotBeAsked = () => Promise.reject(new Error('disconnected'))

it.each<[string, number, (nowSeconds: number) => Promise<unknown>, boolean]>([
  ['answers', 5, async () => {}, false],
  ['has hung for a second', 3, (now) => (now < 2 ? Promise.resolve() : hangs()), true],
  ['has hung for half of it', 2.25, (now) => (now < 2 ? Promise.resolve() : hangs()), false],
  ['could not be asked for a second', 3, (now) => (now < 2 ? Promise.resolve() : cannotBeAsked()), true],
  ['can be asked again', 3, (now) => (now < 2.5 ? cannotBeAsked() : Promise.resolve()), false],
])('a store that %s', async (_, seconds, answers, isSilent) => {
  expect(await isSilentAfter(seconds, answers)).toBe(isSilent)
})
