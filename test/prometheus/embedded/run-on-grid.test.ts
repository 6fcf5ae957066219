import { expect, it } from 'vitest'
import { runOnGrid } from '../../../prometheus/embedded/run-on-grid.ts'
import { VirtualClock } from '../../support/virtual-clock.ts'

/** Runs a grid of one-second ticks from second 10 until second 16; each step takes as long as is listed, then none. */
async function ticksOf(
  startSeconds: number,
  durations: readonly number[],
): Promise<{ ticks: string[]; skipped: number }> {
  const clock = new VirtualClock(startSeconds)
  const stop = new AbortController()
  const ticks: string[] = []
  const grid = { firstSeconds: 10, intervalSeconds: 1 }
  const skipped = runOnGrid(grid, clock, stop.signal, async (tick) => {
    ticks.push(`${tick} at ${clock.nowSeconds()}`)
    await clock.sleep(durations[ticks.length - 1] ?? 0)
  })
  await clock.advanceTo(15.9)
  stop.abort()
  await clock.advanceTo(30)
  return { ticks, skipped: await skipped }
}

it('takes a step at every tick', async () => {
  expect(await ticksOf(9.5, [])).toEqual({
    ticks: ['10 at 10', '11 at 11', '12 at 12', '13 at 13', '14 at 14', '15 at 15'],
    skipped: 0,
  })
})

it('follows a late step with the latest passed tick and is then on time again', async () => {
  expect(await ticksOf(9.5, [1.3])).toEqual({
    ticks: ['10 at 10', '11 at 11.3', '12 at 12', '13 at 13', '14 at 14', '15 at 15'],
    skipped: 0,
  })
})

it('counts the ticks that it skips', async () => {
  expect(await ticksOf(9.5, [0, 3.4])).toEqual({
    ticks: ['10 at 10', '11 at 11', '14 at 14.4', '15 at 15'],
    skipped: 2,
  })
})

it('leaves out ticks that lie in the past at the start', async () => {
  expect((await ticksOf(12.5, [])).ticks).toEqual(['13 at 13', '14 at 14', '15 at 15'])
})

it('takes a first tick that has only just passed', async () => {
  expect((await ticksOf(10.001, [])).ticks.slice(0, 2)).toEqual(['10 at 10.001', '11 at 11'])
})
