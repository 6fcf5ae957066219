// The entry of a thread that does the jobs of a study of detection power, one after the other.

import { workerData } from 'node:worker_threads'
import { DayArrays } from '../days/day-arrays.ts'
import { collectYoungGarbage } from '../threads/collect-garbage.ts'
import { serveJobs } from '../threads/serve-jobs.ts'
import type { PowerJob, PowerOutcome } from './power-job.ts'
import type { PowerSetup } from './power-setup.ts'
import { runPowerJob } from './run-power-job.ts'

const { setups, seed }: { readonly setups: readonly PowerSetup[]; readonly seed: number } = workerData

const surroundings = { arrays: new DayArrays(), collectGarbage: collectYoungGarbage }

serveJobs<PowerJob, PowerOutcome>((job) => {
  const setup = setups[job.variant]
  if (setup === undefined) throw new RangeError(`expected one of ${setups.length} variants, got ${job.variant}`)
  return runPowerJob(setup, seed, job, surroundings)
})
