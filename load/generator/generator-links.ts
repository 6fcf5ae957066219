// How a run reaches its generators, and what that takes: threads of this process, or processes anywhere.

import type { LoadProblem } from '../../core/run/load-problem.ts'
import { type OpenFileLimit, openFileLimit } from '../open-files.ts'
import { LEAD_SECONDS } from '../schedule/segment.ts'
import { SpareWorkers, type StartWorker } from './start-worker.ts'

export interface GeneratorLinks {
  /** Called once for each generator of a run, in their order. */
  readonly start: StartWorker
  /** From the decision to start a segment until it starts: the message has to reach the generators first. */
  readonly leadSeconds: () => number
  /** A generator that is to stop and has not reported its last within this time is given up. */
  readonly stopSeconds: number
  /** Whether they share this machine's cores. */
  readonly areHere: boolean
  /** How many files each process of theirs may have open. At least one; all have as many generators. */
  readonly openFiles: readonly OpenFileLimit[]
  /** What went wrong on the way to them without ending the run. */
  readonly problems: () => readonly LoadProblem[]
}

const THREAD_STOP_SECONDS = 0.7

/** Threads of this process. */
export function threadLinks(start: StartWorker = new SpareWorkers(0).start): GeneratorLinks {
  return {
    start,
    leadSeconds: () => LEAD_SECONDS,
    stopSeconds: THREAD_STOP_SECONDS,
    areHere: true,
    openFiles: [{ openFiles: openFileLimit() }],
    problems: () => [],
  }
}
