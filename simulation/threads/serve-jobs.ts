// The thread's side of jobs that are done beside the main thread (harness/simulation/job-threads.ts): one after the other,
// each answered with what came of it.

import { parentPort } from 'node:worker_threads'
import { END } from '../../core/end-thread.ts'
import { UserError } from '../../core/user-error.ts'

export interface JobMessage<Job> {
  readonly number: number
  readonly job: Job
}

export type JobAnswer<Outcome> =
  | { readonly number: number; readonly kind: 'done'; readonly outcome: Outcome }
  /** What was asked cannot be done, and the user may change it. An error loses its class between threads. */
  | { readonly number: number; readonly kind: 'mistake'; readonly message: string }

/** Anything else that the work throws ends the thread, and all that it was asked. */
export function serveJobs<Job, Outcome>(work: (job: Job) => Outcome): void {
  if (!parentPort) throw new Error('expected to run in a worker thread')
  const port = parentPort
  const answer = (reply: JobAnswer<Outcome>) => port.postMessage(reply)
  port.on('message', (message: JobMessage<Job> | typeof END) => {
    if (message === END) return port.close()
    const { number, job } = message
    try {
      answer({ number, kind: 'done', outcome: work(job) })
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      answer({ number, kind: 'mistake', message: error.message })
    }
  })
}
