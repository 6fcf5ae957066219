// What can be refused of generators before any of them is asked for: a broker that cannot be meant, credentials that contradict
// each other, a program that is not installed.

import type { Environment } from '../../core/environment.ts'
import { readCredentials } from '../../generators/broker/credentials.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import { checkRunName } from '../../generators/broker/subjects.ts'
import { findBinary } from '../../prometheus/local/programs/find-binary.ts'
import type { GeneratorChoice } from './run-generators.ts'

/** All that a run checks before it looks for its generators. @throws UserError as the run would */
export async function checkGenerators({ join, run }: GeneratorChoice, environment: Environment): Promise<void> {
  if (run !== null) checkRunName(run)
  if (join === null) {
    findBinary('nats-server', environment)
    return
  }
  parseJoinAddress(join)
  await readCredentials(environment)
}
