import { expect, it } from 'vitest'
import { OpeningWatch } from '../../../load/generator/opening-watch.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

function watching(connections: number) {
  const timers = new VirtualTimers(100)
  const pool = { openCount: 0, allTried: false }
  const readyAt: number[] = []
  const watch = new OpeningWatch({ timers, pool, connections, onReady: () => readyAt.push(timers.nowSeconds() - 100) })
  const change = (seconds: number, to: Partial<typeof pool>) => {
    timers.advanceTo(100 + seconds)
    Object.assign(pool, to)
    watch.update()
  }
  return { timers, watch, change, readyAt }
}

it('is ready when all connections have been open for 20 ms', () => {
  const { timers, change, readyAt } = watching(2)
  change(0.1, { openCount: 1 })
  change(0.2, { openCount: 2 })
  timers.advanceTo(110)
  expect(readyAt).toEqual([expect.closeTo(0.22, 9)])
})

it('waits anew where a connection is closed before that', () => {
  const { timers, change, readyAt } = watching(1)
  change(0.1, { openCount: 1 })
  change(0.115, { openCount: 0 })
  change(0.3, { openCount: 1 })
  timers.advanceTo(110)
  expect(readyAt).toEqual([expect.closeTo(0.32, 9)])
})

it('is ready after 1.5 s with fewer connections, where each of them was tried', () => {
  const { timers, change, readyAt } = watching(2)
  change(0.1, { openCount: 1, allTried: true })
  timers.advanceTo(110)
  expect(readyAt).toEqual([expect.closeTo(1.5, 9)])
})

it('is ready at once where the last of them is tried after 1.5 s', () => {
  const { timers, change, readyAt } = watching(2)
  change(2.5, { allTried: true })
  timers.advanceTo(110)
  expect(readyAt).toEqual([expect.closeTo(2.5, 9)])
})

it('is ready after 5 s in any case', () => {
  const { timers, readyAt } = watching(2)
  timers.advanceTo(110)
  expect(readyAt).toEqual([expect.closeTo(5, 9)])
})

it('wakes no more than its deadlines need', () => {
  const { timers } = watching(2)
  timers.advanceTo(110)
  expect(timers.wakes).toBe(2)
})

it('is never ready once it is cancelled', () => {
  const { timers, watch, change, readyAt } = watching(1)
  watch.cancel()
  change(0.1, { openCount: 1 })
  timers.advanceTo(110)
  expect(readyAt).toEqual([])
})
