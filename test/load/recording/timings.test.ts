import { expect, it } from 'vitest'
import { TimingColumns, timingsBuffers, timingsCount } from '../../../load/recording/timings.ts'

const timing = (i: number) => ({
  intendedSeconds: i,
  sentSeconds: i + 0.25,
  firstByteSeconds: i + 0.375,
  endedSeconds: i + 0.5,
  sendLagSeconds: 0.125,
  sendState: i % 4,
  phase: i % 3,
  request: i % 2,
  outcome: i % 9,
  status: 200 + (i % 300),
})

it('gives what was added, in order, and starts anew', () => {
  const columns = new TimingColumns()
  for (let i = 0; i < 5000; i++) columns.add(timing(i))
  const taken = columns.take()
  expect(timingsCount(taken)).toBe(5000)
  for (const i of [0, 1023, 1024, 4999])
    expect(Object.fromEntries(Object.entries(taken).map(([name, column]) => [name, column[i]]))).toEqual(timing(i))
  expect([columns.count, timingsCount(columns.take())]).toEqual([0, 0])
})

it('gives each column memory of its own, so that it can be transferred to another thread', () => {
  const columns = new TimingColumns()
  columns.add(timing(1))
  const taken = columns.take()
  const moved = structuredClone(taken, { transfer: timingsBuffers(taken) })
  expect([moved.endedSeconds[0], moved.status[0]]).toEqual([1.5, 201])
  expect(taken.endedSeconds).toHaveLength(0)
  columns.add(timing(2))
  expect(columns.take().intendedSeconds[0]).toBe(2)
})
