// Threads that do the jobs of a study of detection power.

import type { PowerJob, PowerOutcome } from '../../simulation/power/power-job.ts'
import type { PowerSetup } from '../../simulation/power/power-setup.ts'
import { JobThreads, type RunJob } from '../simulation/job-threads.ts'

export type RunPowerJob = RunJob<PowerJob, PowerOutcome>

export class PowerThreads extends JobThreads<PowerJob, PowerOutcome> {
  constructor(setups: readonly PowerSetup[], seed: number, threads: number) {
    super('simulation/power/power-worker', { setups, seed }, threads)
  }
}
