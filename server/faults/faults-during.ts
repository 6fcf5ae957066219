// Which faults are on in a phase.

import type { Fault, ServerBehaviour } from '../../core/scenario/server-behaviour.ts'

export function faultsDuring({ faults }: Pick<ServerBehaviour, 'faults'>, phaseName: string | null): Fault[] {
  return faults.filter(({ during }) => during === phaseName).map(({ fault }) => fault)
}
