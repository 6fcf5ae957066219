// Connections are divided among generators without loss: one that gets none would have nothing to send over.

import type { Scenario } from '../../core/scenario/scenario.ts'
import { counted } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { connectionsNeeded } from '../../load/schedule/connections-needed.ts'
import type { GeneratorChoice } from './run-generators.ts'

/** @throws UserError where some of so many generators would have nothing to send over */
export function checkGeneratorCount({ load }: Pick<Scenario, 'load'>, { count }: Pick<GeneratorChoice, 'count'>): void {
  const connections = connectionsNeeded(load)
  if (count <= connections) return
  throw new UserError(
    `generators: expected at most ${connections}, for each has connections of its own and this scenario can use ${counted(connections, 'connection')} in all (load.connections, or its users and arrivals), got ${count}`,
  )
}
