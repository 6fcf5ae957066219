// Which of the observed slowness may be somebody else's than the service's: the generator's, the machine's, or the
// scenario's.

import type { LoadResult } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { trafficInRequests } from '../../core/scenario/flows/traffic-in-requests.ts'
import { type CutOff, cutOffMachines } from './cut-off-machines.ts'
import { type LostPhases, lostPhases } from './lost-phases.ts'
import { type ConnectionNeed, missingConnections } from './missing-connections.ts'
import { saturatedSpells } from './saturated-spells.ts'
import type { Spell } from './spell.ts'
import { starvedSpells } from './starved-spells.ts'

export interface Attribution {
  /** In which a generator thread had no time to spare. */
  readonly spells: readonly Spell[]
  /** In which the bundled server was kept waiting for a core. */
  readonly starvedSpells: readonly Spell[]
  readonly needs: readonly ConnectionNeed[]
  readonly timeoutSeconds: number
  readonly losses: LostPhases
  readonly cutOff: CutOff
}

export function attribution({ load, scenario, exact }: Pick<RunRecord, 'load' | 'scenario' | 'exact'>): Attribution {
  const { timeoutSeconds, connections } = scenario.load
  const phases = trafficInRequests(scenario.load.phases, scenario.flows)
  return {
    spells: saturatedSpells(load.generator.intervals),
    starvedSpells: starvedSpells(exact?.coreWaits ?? []),
    needs: missingConnections(load.connectionUse, {
      connections,
      timeoutSeconds,
      ratesPerSecond: load.phases.map((_, index) => {
        const traffic = phases[index % Math.max(1, phases.length)]?.traffic
        return traffic?.kind === 'open' ? Math.max(traffic.fromRatePerSecond, traffic.toRatePerSecond) : 0
      }),
    }),
    timeoutSeconds,
    losses: lostPhases(load, scenario),
    cutOff: cutOffMachines(load),
  }
}

/** How much of the measured phases a generator thread was saturated. */
export function measuredSpan(load: LoadResult): { fromSeconds: number; toSeconds: number } {
  const measured = load.phases.filter(({ measured }) => measured)
  return {
    fromSeconds: measured[0]?.startSeconds ?? 0,
    toSeconds: Math.max(measured.at(-1)?.endSeconds ?? 0, load.endSeconds),
  }
}
