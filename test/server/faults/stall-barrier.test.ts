import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { StallBarrier } from '../../../server/faults/stall-barrier.ts'

const STAYS = new AbortController().signal

it('lets every request pass while there is no stall', async () => {
  await expect(new StallBarrier().passage(STAYS)).resolves.toBeUndefined()
})

it('holds all requests until the stall ends, then releases them in arrival order', async () => {
  const gate = new StallBarrier()
  gate.set(true)
  const passed: number[] = []
  const passages = [0, 1, 2].map((i) => gate.passage(STAYS).then(() => passed.push(i)))
  await nextTurn()
  expect(passed).toEqual([])
  expect(gate.waitingCount).toBe(3)
  gate.set(false)
  await Promise.all(passages)
  expect(passed).toEqual([0, 1, 2])
  expect(gate.waitingCount).toBe(0)
})

it('goes on holding where a stall is set again, or another follows at once', async () => {
  const gate = new StallBarrier()
  gate.set(true)
  let passed = false
  const passage = gate.passage(STAYS).then(() => {
    passed = true
  })
  gate.set(true)
  gate.set(false)
  gate.set(true)
  await nextTurn()
  expect(passed).toBe(false)
  gate.set(false)
  await passage
  expect(passed).toBe(true)
})

it('releases a client that went away, and forgets it', async () => {
  const gate = new StallBarrier()
  gate.set(true)
  const client = new AbortController()
  const passage = gate.passage(client.signal)
  expect(gate.waitingCount).toBe(1)
  client.abort()
  await passage
  expect(gate.waitingCount).toBe(0)
})

it('does not hold a client that went away before', async () => {
  const gate = new StallBarrier()
  gate.set(true)
  await gate.passage(AbortSignal.abort())
  expect(gate.waitingCount).toBe(0)
})

it('calls back at once without a stall, else at its end, and not where it is waited for no longer', () => {
  const gate = new StallBarrier()
  const passed: string[] = []
  gate.whenOver(() => passed.push('before'))
  gate.set(true)
  gate.whenOver(() => passed.push('during'))
  gate.whenOver(() => passed.push('gone'))()
  expect(passed).toEqual(['before'])
  gate.set(false)
  expect(passed).toEqual(['before', 'during'])
})
