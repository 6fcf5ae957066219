// How the load of a run is divided among its generators, before any of them is there.

import type { PlannedDivision } from '../../core/run/preflight/run-plan.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { parseJoinAddress } from '../../generators/broker/join-address.ts'
import { connectionsNeeded } from '../../load/schedule/connections-needed.ts'
import { shardSize } from '../../load/schedule/shard.ts'
import type { GeneratorChoice } from '../generators/run-generators.ts'

/** @returns null where one thread sends all of it */
export function planDivision(load: LoadPlan, choice: GeneratorChoice | null): PlannedDivision | null {
  const connections = connectionsNeeded(load)
  const count = Math.min(load.workers, connections)
  if (choice === null && count < 2) return null
  const rates = trafficInRequests(load.phases, load.flows).flatMap(({ traffic }) =>
    traffic.kind === 'open' ? [traffic.fromRatePerSecond, traffic.toRatePerSecond] : [],
  )
  const users = load.phases.flatMap(({ traffic }) => (traffic.kind === 'closed' ? [traffic.users] : []))
  const join = choice?.join ?? null
  return {
    place: choice === null ? 'threads' : join === null ? 'processes' : 'joined',
    broker: join === null ? null : parseJoinAddress(join).shown,
    generators: count,
    peakRatePerSecond: rates.length === 0 ? null : Math.max(...rates) / count,
    users: users.length === 0 ? null : shares(Math.max(...users), count),
    connections: shares(connections, count),
  }
}

function shares(total: number, count: number): { readonly fewest: number; readonly most: number } {
  return { fewest: shardSize(total, { index: count - 1, count }), most: shardSize(total, { index: 0, count }) }
}
