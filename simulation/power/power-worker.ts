// The entry of a thread that does the jobs of a study of detection power, one after the other.

import { parentPort, workerData } from 'node:worker_threads'
import type { PowerJob } from './power-job.ts'
import type { PowerSetup } from './power-setup.ts'
import { runPowerJob } from './run-power-job.ts'

if (!parentPort) throw new Error('expected to run in a worker thread')
const port = parentPort

const { setups, seed }: { readonly setups: readonly PowerSetup[]; readonly seed: number } = workerData

port.on('message', ({ number, job }: { readonly number: number; readonly job: PowerJob }) => {
  const setup = setups[job.variant]
  if (setup === undefined) throw new RangeError(`expected one of ${setups.length} variants, got ${job.variant}`)
  port.postMessage({ number, outcome: runPowerJob(setup, seed, job) })
})
