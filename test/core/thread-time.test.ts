import { expect, it } from 'vitest'
import { threadTime } from '../../core/thread-time.ts'

const threadCpuSeconds = () => threadTime().cpuSeconds

it('grows while the thread works, and no faster than time', () => {
  const startSeconds = performance.now() / 1e3
  const before = threadCpuSeconds()
  while (threadCpuSeconds() - before < 0.02) Math.sqrt(2)
  const used = threadCpuSeconds() - before
  expect(used).toBeLessThanOrEqual((performance.now() / 1e3 - startSeconds) * 1.1 + 0.01)
})

it('does not grow while the thread sleeps', async () => {
  const before = threadCpuSeconds()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(threadCpuSeconds() - before).toBeLessThan(0.1)
})

it('never takes back a wait for a core', () => {
  const before = threadTime().waitingForCoreSeconds
  expect(before).toBeGreaterThanOrEqual(0)
  expect(threadTime().waitingForCoreSeconds).toBeGreaterThanOrEqual(before)
})
