import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compiledEntry } from '../../../core/compiled-entry.ts'
import { UserError } from '../../../core/user-error.ts'
import { JobThreads } from '../../../harness/simulation/job-threads.ts'

/** Places in what a worker shares with its test. */
const [STARTED, BUSY, ENDED] = [0, 1, 2]

/** Answers with twice the number, dies at a negative one, and is in the middle of -4 until it is released. */
const WORKER = `
import { parentPort, workerData as state } from 'node:worker_threads'
Atomics.add(state, ${STARTED}, 1)
process.on('exit', () => Atomics.add(state, ${ENDED}, 1))
parentPort.on('message', (message) => {
  if (message === 'end') return parentPort.close()
  const { number, job } = message
  if (job === -4) {
    Atomics.store(state, ${BUSY}, 1)
    Atomics.wait(state, ${BUSY}, 1)
  }
  if (job === -1) process.exit(3)
  if (job === -2) throw Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })
  if (job === -3) return parentPort.postMessage({ number, kind: 'mistake', message: 'expected a number above 0, got -3' })
  parentPort.postMessage({ number, kind: 'done', outcome: 2 * job })
})
`

describe('JobThreads', () => {
  let threads: JobThreads<number, number>
  let folder: string
  let state: Int32Array

  beforeEach(() => {
    state = new Int32Array(new SharedArrayBuffer(12))
  })

  const until = (place: number, value: number) => vi.waitFor(() => expect(Atomics.load(state, place)).toBe(value))

  function start(count: number): JobThreads<number, number> {
    folder = mkdtempSync(join(tmpdir(), 'sla-harness-job-threads-'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'worker.js'), WORKER)
    const entry = relative(join(compiledEntry(''), '..'), join(folder, 'worker'))
    threads = new JobThreads(entry, state, count)
    return threads
  }

  afterEach(() => {
    threads.stop()
    rmSync(folder, { recursive: true })
  })

  it('give each job its own outcome, whichever thread does it', async () => {
    const { run } = start(3)
    const jobs = Array.from({ length: 20 }, (_, i) => i)
    expect(await Promise.all(jobs.map(run))).toEqual(jobs.map((job) => 2 * job))
  })

  it('leave undone what is not done when they are stopped', async () => {
    const { run } = start(1)
    const outcomes = Promise.all([1, 2, 3].map(run))
    threads.stop()
    expect((await outcomes).at(-1)).toBeNull()
    expect(await run(1)).toBeNull()
  })

  it('are started for a job, and end once they are stopped', async () => {
    const { run } = start(3)
    await run(1)
    await Promise.all([2, 3].map(run))
    expect(Atomics.load(state, STARTED)).toBe(2)
    threads.stop()
    await until(ENDED, 2)
  })

  it('finish the job that they are in the middle of when they are stopped, for nobody', async () => {
    const { run } = start(1)
    const outcome = run(-4)
    await until(BUSY, 1)
    threads.stop()
    expect(await outcome).toBeNull()
    Atomics.store(state, BUSY, 0)
    Atomics.notify(state, BUSY)
    await until(ENDED, 1)
  })

  it.each([
    ['exits', -1, 'a thread of the simulation exited with code 3'],
    ['runs out of memory', -2, 'a thread of the simulation ran out of memory'],
  ])('fail all jobs that are not done, and all later ones, where a thread %s', async (_, deadly, message) => {
    const { run } = start(1)
    const outcomes = await Promise.allSettled([1, deadly, 2].map(run))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
    await expect(run(4)).rejects.toThrow(message)
  })

  it('hand over a mistake of the user as one, and go on', async () => {
    const { run } = start(1)
    await expect(run(-3)).rejects.toBeInstanceOf(UserError)
    expect(await run(4)).toBe(8)
  })
})
