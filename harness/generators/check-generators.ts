// What can be refused of generators before any of them is asked for: more of them than there are connections to divide, a broker
// that cannot be meant, credentials that contradict each other, a program that is not installed.

import type { Environment } from '../../core/environment.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { counted } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { readCredentials } from '../../generators/broker/credentials.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import { checkRunName } from '../../generators/broker/subjects.ts'
import { connectionsNeeded } from '../../load/schedule/connections-needed.ts'
import { findBinary } from '../../prometheus/local/programs/find-binary.ts'
import type { GeneratorChoice } from './run-generators.ts'

/** @throws UserError where some of so many generators would have nothing to send over */
export function checkGeneratorCount({ load }: Pick<Scenario, 'load'>, { count }: Pick<GeneratorChoice, 'count'>): void {
  const connections = connectionsNeeded(load)
  if (count <= connections) return
  throw new UserError(
    `generators: expected at most ${connections}, for each has connections of its own and this scenario can use ${counted(connections, 'connection')} in all (load.connections, or its users and arrivals), got ${count}`,
  )
}

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
