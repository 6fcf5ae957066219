import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { compiledEntry } from '../../../core/compiled-entry.ts'
import { UserError } from '../../../core/user-error.ts'
import { JobThreads } from '../../../harness/simulation/job-threads.ts'

/** Answers with twice the number, and dies at a negative one. */
const WORKER = `
import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ number, job }) => {
  if (job === -1) process.exit(3)
  if (job === -2) throw Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })
  if (job === -3) return parentPort.postMessage({ number, kind: 'mistake', message: 'expected a number above 0, got -3' })
  parentPort.postMessage({ number, kind: 'done', outcome: 2 * job })
})
`

describe('JobThreads', () => {
  let threads: JobThreads<number, number>
  let folder: string

  function start(count: number): JobThreads<number, number> {
    folder = mkdtempSync(join(tmpdir(), 'sla-harness-job-threads-'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'worker.js'), WORKER)
    const entry = relative(join(compiledEntry(''), '..'), join(folder, 'worker'))
    threads = new JobThreads(entry, null, count)
    return threads
  }

  afterEach(async () => {
    await threads.stop()
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
    await threads.stop()
    expect((await outcomes).at(-1)).toBeNull()
    expect(await run(1)).toBeNull()
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
