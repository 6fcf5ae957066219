// Makes the result of a run of what its generators left, where nobody leads it any more. What they report is added as it
// would have been while the run went on.

import type { GeneratorMachine } from '../core/run/generators/generator-facts.ts'
import type { LoadResult } from '../core/run/load-result.ts'
import type { TimerMode } from '../core/scenario/timer-mode.ts'
import { Collector } from './collector.ts'
import { concludeLoad } from './conclude-load.ts'
import type { Done, FromGenerator } from './generator/protocol.ts'
import type { CollectedPlan } from './losses/collected-plan.ts'
import type { StartedSegment } from './losses/scheduled-arrivals.ts'
import { segmentsOf } from './schedule/segment.ts'

export interface LeftByGenerator {
  readonly machine: GeneratorMachine | null
  /** Whole ones, in the order in which it sent them. */
  readonly messages: readonly FromGenerator[]
  /** Why whoever led the run went on without it; null where it did not. Seconds of the run. */
  readonly lost: { readonly reason: string; readonly noticedSeconds: number } | null
}

export interface LeftByRun {
  readonly plan: CollectedPlan
  readonly segments: readonly StartedSegment[]
  /** Of all generators, in their order. */
  readonly generators: readonly LeftByGenerator[]
  /** How they waited for arrivals. */
  readonly timers: TimerMode
}

export function gatherLoad({ plan, segments, generators, timers }: LeftByRun): LoadResult {
  const collector = new Collector(plan, generators.length)
  for (const segment of segments) {
    collector.startSegment()
    for (const [index, { messages }] of generators.entries())
      for (const message of partOf(messages, segment, segments)) collector.add(index, message)
  }
  const ends = generators.map(({ machine, messages, lost }) => ({ machine, done: lost ? null : lastWords(messages) }))
  return concludeLoad({
    plan,
    collector,
    ends,
    segments,
    losses: generators.flatMap((left, generator) =>
      ends[generator]?.done ? [] : [{ generator, ...(left.lost ?? { reason: failureOf(left), noticedSeconds: 0 }) }],
    ),
    interrupted: !isExhausted(plan, segments, generators),
    timers: { mode: timers, reason: 'whoever led the run chose it' },
    problems: [],
  })
}

/** What a generator reported of a segment: what came until it had drained it, of the last one all that is left. */
function partOf(
  messages: readonly FromGenerator[],
  segment: StartedSegment,
  segments: readonly StartedSegment[],
): Extract<FromGenerator, { readonly type: 'timings' }>[] {
  const drainedAt = ({ firstPhase }: StartedSegment) =>
    messages.findIndex((message) => message.type === 'segment-done' && message.firstPhase === firstPhase)
  const index = segments.indexOf(segment)
  const before = index === 0 ? undefined : segments[index - 1]
  const from = before === undefined ? 0 : drainedAt(before)
  const until = index === segments.length - 1 ? messages.length : drainedAt(segment)
  if (from < 0) return []
  return messages.slice(from, until < 0 ? messages.length : until).filter((message) => message.type === 'timings')
}

function lastWords(messages: readonly FromGenerator[]): Done | null {
  return messages.find((message) => message.type === 'done') ?? null
}

function failureOf({ messages }: LeftByGenerator): string {
  const failed = messages.find((message) => message.type === 'failed')
  return failed?.reason ?? 'what it delivered does not say that it had ended'
}

/** Whether all that the schedule has in store was sent, and what became of it was reported, by those that were not lost. */
function isExhausted(
  plan: CollectedPlan,
  segments: readonly StartedSegment[],
  generators: readonly LeftByGenerator[],
): boolean {
  const last = segmentsOf(plan.phases).at(-1)
  const left = generators.filter(({ lost, messages }) => lost === null && lastWords(messages) !== null)
  const hasDrained = ({ messages }: LeftByGenerator) =>
    messages.some((message) => message.type === 'segment-done' && message.firstPhase === last?.firstPhase)
  return segments.length === segmentsOf(plan.phases).length && left.length > 0 && left.every(hasDrained)
}
