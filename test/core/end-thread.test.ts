import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { END, endThread } from '../../core/end-thread.ts'

/** Begins at once, and is in the middle of something until it is released: then it has finished that. */
const BUSY = `
const { parentPort, workerData: state } = require('node:worker_threads')
parentPort.on('message', () => parentPort.close())
parentPort.postMessage('begun')
Atomics.wait(state, 0, 0)
Atomics.store(state, 1, 1)
`

async function busyThread() {
  const state = new Int32Array(new SharedArrayBuffer(8))
  const thread = new Worker(BUSY, { eval: true, workerData: state })
  await once(thread, 'message')
  const exited = once(thread, 'exit')
  const release = () => {
    Atomics.store(state, 0, 1)
    Atomics.notify(state, 0)
  }
  return { thread, exited, release, hasFinished: () => Atomics.load(state, 1) === 1 }
}

describe('endThread', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('lets a thread finish what it is in the middle of', async () => {
    const { thread, exited, release, hasFinished } = await busyThread()
    const ended = endThread(thread)
    release()
    await ended
    expect([await exited, hasFinished()]).toEqual([[0], true])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('terminates a thread that is busy for too long', async () => {
    const { thread, exited, hasFinished } = await busyThread()
    const ended = endThread(thread)
    vi.advanceTimersByTime(2000)
    await ended
    expect([await exited, hasFinished()]).toEqual([[1], false])
  })

  it('has nothing to do with a thread that has ended', async () => {
    const { thread, exited, release } = await busyThread()
    thread.postMessage(END)
    release()
    await exited
    await endThread(thread)
    expect(vi.getTimerCount()).toBe(0)
  })
})
