// Which phases lack requests of machines that had no way to the service.

import { machineInWords, type NamedMachine } from '../../core/run/generators/machine-in-words.ts'
import type { LoadResult } from '../../core/run/load-result.ts'

export interface CutOff {
  /** As indices into `LoadResult.phases`: all their requests without a connection were of these machines. */
  readonly phases: ReadonlySet<number>
  readonly machines: readonly NamedMachine[]
}

export function cutOffMachines({ problems }: LoadResult): CutOff {
  const cutOff = problems.filter((problem) => problem.kind === 'machines-cut-off')
  return {
    phases: new Set(cutOff.flatMap(({ phases }) => phases)),
    // Of several runs, each may have had the same ones.
    machines: [
      ...new Map(
        cutOff.flatMap(({ machines }) => machines.map((machine) => [machineInWords(machine), machine])),
      ).values(),
    ],
  }
}
