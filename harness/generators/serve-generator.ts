// One generator of this machine, at the service of whoever leads a run over its broker.

import type { Environment } from '../../core/environment.ts'
import type { AssignmentEnd } from '../../generators/agent/assignment.ts'
import { runAgent } from '../../generators/agent/run-agent.ts'
import { readCredentials } from '../../generators/broker/credentials.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import { checkRunName } from '../../generators/broker/subjects.ts'
import { startWorkerThread } from '../../load/generator/start-worker.ts'
import { harnessVersion } from '../version.ts'

export interface GeneratorOptions {
  readonly join: string
  readonly run?: string | undefined
  readonly name: string
  /** Where the broker's credentials are. */
  readonly environment: Environment
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** @throws UserError where an option is none, or the broker cannot be joined */
export async function serveGenerator({
  join,
  run,
  name,
  environment,
  signal,
  say,
}: GeneratorOptions): Promise<AssignmentEnd> {
  return runAgent({
    address: parseJoinAddress(join),
    credentials: await readCredentials(environment),
    run: run === undefined ? null : checkRunName(run),
    name,
    program: harnessVersion,
    startWorker: startWorkerThread,
    signal,
    say,
  })
}
