// What a run comes to when its generators have ended: the last words of those that ended in order, what was lost with the
// others, and what went wrong. Whoever led the run calls this, or whoever found what it left.

import { mergePeers } from '../core/route/peer.ts'
import type { SetupRecord } from '../core/run/flows/setup-record.ts'
import { namedMachine } from '../core/run/generators/machine-in-words.ts'
import type { LoadProblem } from '../core/run/load-problem.ts'
import type { LoadResult, PhaseWindow } from '../core/run/load-result.ts'
import type { Collector } from './collector.ts'
import type { ChosenTimers } from './dispatch/choose-timers.ts'
import type { Done } from './generator/protocol.ts'
import type { GeneratorEnd } from './generator/worker-pool.ts'
import type { CollectedPlan } from './losses/collected-plan.ts'
import { cutOffMachines } from './losses/cut-off-machines.ts'
import type { StartedSegment } from './losses/scheduled-arrivals.ts'
import { addressesDown } from './recording/peer-log.ts'
import { segmentWindows, windowsUntil } from './schedule/segment.ts'

/** A generator that was lost. Seconds of the run. */
export interface NoticedLoss {
  /** From 0. */
  readonly generator: number
  readonly noticedSeconds: number
  readonly reason: string
}

export interface EndedLoad {
  readonly plan: CollectedPlan
  /** Of all that was reported. */
  readonly collector: Collector
  /** Of all generators, in their order. */
  readonly ends: readonly GeneratorEnd[]
  /** Empty where nothing was sent. */
  readonly segments: readonly StartedSegment[]
  readonly losses: readonly NoticedLoss[]
  /** It ended before its schedule was exhausted, for another reason than a loss. */
  readonly interrupted: boolean
  readonly timers: ChosenTimers
  /** Those that are known already. */
  readonly problems: readonly LoadProblem[]
  /** Absent where the plan has none. */
  readonly setup?: SetupRecord
}

export function concludeLoad(ended: EndedLoad): LoadResult {
  const { plan, collector, ends, segments, interrupted, timers, setup } = ended
  const done = ends.flatMap((end) => end.done ?? [])
  const endSeconds = endOf(ended, done)
  const phases = windowsUntil(
    segments.flatMap((segment) => segmentWindows(plan.phases, segment, segment.startSeconds - segment.epochSeconds)),
    endSeconds,
  )
  const lost = problemsOfLosses(ended, phases, endSeconds)
  const isSingleThread = ends.length === 1 && ends[0]?.machine === null
  const hasStarted = segments.length > 0
  return collector.result(done, {
    phases,
    interrupted,
    timers,
    // Where nothing was sent, no generator did anything that could be told of it.
    problems: hasStarted ? [...lost, ...cutOff(ended), ...ended.problems, ...problemsOf(done)] : [],
    ...(hasStarted && !isSingleThread && { generators: collector.generators(ends, lost) }),
    ...(setup && { setup }),
  })
}

/** Nothing was sent from then on: where no generator is left to say so, since the last of them was found lost. */
function endOf({ collector, segments, losses }: EndedLoad, done: readonly Done[]): number {
  const epochSeconds = segments[0]?.epochSeconds ?? 0
  const stopped = done.map(({ stoppedSeconds }) => stoppedSeconds - epochSeconds)
  if (stopped.length > 0) return Math.max(...stopped)
  return Math.max(collector.receivedSeconds, ...losses.map(({ noticedSeconds }) => noticedSeconds))
}

function cutOff({ collector, ends, plan }: EndedLoad): LoadProblem[] {
  return cutOffMachines(
    ends.map(({ machine }, generator) => ({ machine, reach: collector.reachOf(generator) })),
    plan.phases.map(({ measured }) => measured),
  )
}

type GeneratorLost = Extract<LoadProblem, { readonly kind: 'generator-lost' }>

/** Counts what is lost, now that it is known until when the run went. */
function problemsOfLosses(
  { collector, ends, segments, losses }: EndedLoad,
  phases: readonly PhaseWindow[],
  untilSeconds: number,
): GeneratorLost[] {
  return losses.map(({ generator, reason }) => {
    const atSeconds = collector.reportedSeconds(generator)
    const machine = ends[generator]?.machine
    return {
      kind: 'generator-lost',
      generator: generator + 1,
      generators: ends.length,
      ...(machine && { machine: namedMachine(machine) }),
      atSeconds,
      reason,
      lost: collector.addLoss(generator, { segments, untilSeconds }),
      cutPhases: phases.flatMap(({ endSeconds }, phase) => (endSeconds > atSeconds ? [phase] : [])),
    }
  })
}

/** What the generators themselves say at their end. */
function problemsOf(done: readonly Done[]): LoadProblem[] {
  const unsolicited = done.reduce((sum, each) => sum + each.unsolicited, 0)
  const names = [...new Set(done.flatMap(({ refusedCookies = [] }) => refusedCookies))].sort()
  return [
    ...(unsolicited > 0 ? [{ kind: 'unsolicited-answers', connections: unsolicited } as const] : []),
    ...addressesDown(mergePeers(done.map(({ peer }) => peer))),
    ...(names.length > 0 ? [{ kind: 'secure-cookies-refused', names } as const] : []),
  ]
}
