// Counts in place of rows. A row takes 48 bytes and a third of a microsecond at whoever collects it; of many generators
// these are more than one thread can take. So from some rows on a generator's own side counts them as the collector
// would, and hands over the counts of what ended since the last time: parts of slots, which the collector merges. Nothing
// is rounded and nothing waits: a request that ends late is in the part that is handed over after it.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { ConnectionUses, type SealedUse } from './connection-uses.ts'
import { DispatchDelays, type SealedDelays } from './dispatch-delay.ts'
import { INTERRUPTED, UNFINISHED } from './outcome.ts'
import { LatencyRecorder, type SealedSlots } from './recorder.ts'
import { emptyTimings, partOfTimings, type RequestTimings } from './timings.ts'

export interface SealedTimings extends SealedSlots, SealedDelays {
  readonly connectionUse: readonly SealedUse[]
}

export interface PartlySealed {
  /** Of requests that did not end: there are few, at the end of a segment alone. */
  readonly timings: RequestTimings
  readonly sealed: SealedTimings
}

export function sealTimings(timings: RequestTimings, plan: LoadPlan): PartlySealed {
  const { ended, open } = partedByEnd(timings)
  const recorder = new LatencyRecorder({
    phaseCount: plan.phases.length,
    requestCount: plan.requests.length,
    closeAfterSeconds: 0,
  })
  const delays = new DispatchDelays((phase) => plan.phases[phase]?.measured ?? false)
  const uses = new ConnectionUses()
  recorder.add(ended, 0)
  delays.add(ended)
  uses.add(ended)
  return { timings: open, sealed: { ...recorder.sealed(), ...delays.sealed(), connectionUse: uses.sealed() } }
}

function partedByEnd(timings: RequestTimings): { readonly ended: RequestTimings; readonly open: RequestTimings } {
  const isOpen = (outcome: number) => outcome === UNFINISHED || outcome === INTERRUPTED
  if (!timings.outcome.some(isOpen)) return { ended: timings, open: emptyTimings(0) }
  const [ended, open]: [number[], number[]] = [[], []]
  for (const [row, outcome] of timings.outcome.entries()) (isOpen(outcome) ? open : ended).push(row)
  return { ended: partOfTimings(timings, ended), open: partOfTimings(timings, open) }
}
