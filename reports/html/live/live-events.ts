// The events that take a live page from one state of a run to the next. Pure: the same states give the same events.

import type { LiveEvent, LiveLatency, LiveSample } from '../../../core/run/live-event.ts'
import type { LiveState } from '../../../core/run/live-state.ts'

/** @param before the state that the page already has; null at the beginning */
export function liveEvents(before: LiveState | null, state: LiveState): LiveEvent[] {
  const notes = state.notes.slice(before?.notes.length ?? 0)
  return [
    ...(before === null ? [beginning(state)] : []),
    ...(state.stage.kind === 'phase' && !isSamePhase(before, state)
      ? [{ kind: 'phase' as const, index: state.stage.index, startSeconds: state.elapsedSeconds }]
      : []),
    { kind: 'sample', sample: sampleOf(before, state) },
    ...notes.map((text): LiveEvent => ({ kind: 'note', text })),
  ]
}

function beginning({ scenarioName, question, phases, plannedSeconds, slaLimits }: LiveState): LiveEvent {
  return {
    kind: 'begin',
    scenarioName,
    question,
    phases: phases.map(({ name, durationSeconds, measured }) => ({ name, durationSeconds, measured })),
    plannedSeconds,
    slaLimits,
  }
}

function isSamePhase(before: LiveState | null, { stage }: LiveState): boolean {
  return before?.stage.kind === 'phase' && stage.kind === 'phase' && before.stage.index === stage.index
}

function sampleOf(before: LiveState | null, state: LiveState): LiveSample {
  const { totals } = state
  const seconds = state.elapsedSeconds - (before?.elapsedSeconds ?? 0)
  const rate = (key: 'errors' | 'timeouts') =>
    seconds > 0 ? Math.max(0, totals[key] - (before?.totals[key] ?? 0)) / seconds : 0
  return {
    stage: state.stage,
    atSeconds: state.elapsedSeconds,
    offeredRate: state.offeredRate,
    achievedRate: state.achievedRate,
    errorRate: rate('errors'),
    timeoutRate: rate('timeouts'),
    offered: totals.offered,
    completed: totals.completed,
    failed: totals.errors + totals.timeouts,
    neverSent: totals.neverSent,
    inFlight: totals.inFlight,
    exactP95: latency(state.exactP95Seconds),
    slotP95: latency(state.recentP95Seconds.at(-1) ?? null),
    estimatedP95Seconds: finite(state.estimatedP95Seconds),
    alerts: state.alerts.map(({ name, state: alertState }) => ({ name, state: alertState })),
  }
}

function latency(seconds: number | null): LiveLatency {
  return { seconds: finite(seconds), unbounded: seconds === Number.POSITIVE_INFINITY }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
