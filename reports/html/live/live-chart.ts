// The events of a run so far, and the timeline chart made of them. Pure; it runs in the browser.

import type { LiveEvent, LiveSample } from '../../../core/run/live-event.ts'
import type { LiveLimit, LivePhase } from '../../../core/run/live-state.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import type { AlertLane, AlertSegment, LimitLine, PhaseBand, TimelineChart } from '../charts/chart-data.ts'

export interface LiveRun {
  readonly scenarioName: string
  readonly question: string
  readonly planned: readonly LivePhase[]
  readonly plannedSeconds: number
  readonly slaLimits: readonly LiveLimit[]
  /** The start of each phase that has begun. Seconds. */
  readonly starts: readonly number[]
  /** At most one for each second, ascending. */
  readonly samples: readonly LiveSample[]
  readonly notes: readonly string[]
  readonly isDone: boolean
}

export const EMPTY_RUN: LiveRun = {
  scenarioName: '',
  question: '',
  planned: [],
  plannedSeconds: 0,
  slaLimits: [],
  starts: [],
  samples: [],
  notes: [],
  isDone: false,
}

export function applyEvent(run: LiveRun, event: LiveEvent): LiveRun {
  switch (event.kind) {
    case 'begin': {
      const { kind: _, phases: planned, ...begin } = event
      return { ...EMPTY_RUN, ...begin, planned }
    }
    case 'phase':
      return { ...run, starts: [...run.starts.slice(0, event.index), event.startSeconds] }
    case 'sample':
      return { ...run, samples: withSample(run.samples, event.sample) }
    case 'note':
      return { ...run, notes: [...run.notes, event.text] }
    case 'done':
      return { ...run, isDone: true }
  }
}

/** The second that a sample closes. */
function endOf({ atSeconds }: LiveSample): number {
  return Math.max(1, Math.round(atSeconds))
}

function withSample(samples: readonly LiveSample[], sample: LiveSample): LiveSample[] {
  if (sample.atSeconds <= 0) return [...samples]
  const last = samples.at(-1)
  // A second may be sampled twice: the errors of both samples belong to it.
  const isSame = last !== undefined && endOf(last) === endOf(sample)
  const kept = isSame ? samples.slice(0, -1) : samples
  const merged = isSame
    ? {
        ...sample,
        errorRate: Math.max(last.errorRate, sample.errorRate),
        timeoutRate: Math.max(last.timeoutRate, sample.timeoutRate),
      }
    : sample
  return [...kept, merged]
}

export function liveChart(run: LiveRun): TimelineChart {
  const { samples } = run
  const phases = phaseBands(run)
  const toSeconds = Math.max(1, run.plannedSeconds, samples.length === 0 ? 0 : endOf(samples.at(-1) as LiveSample))
  const bins = (isIn: (sample: LiveSample) => boolean) => samples.flatMap((sample, bin) => (isIn(sample) ? [bin] : []))
  return {
    kind: 'timeline',
    binSeconds: 1,
    ends: samples.map(endOf),
    quantile: 'P95',
    rangeSeconds: null,
    exact: samples.map(({ exactP95 }) => exactP95.seconds),
    slot: samples.map(({ slotP95 }) => slotP95.seconds),
    estimate: samples.map(({ estimatedP95Seconds }) => estimatedP95Seconds),
    exactUnbounded: bins(({ exactP95 }) => exactP95.unbounded),
    slotUnbounded: bins(({ slotP95 }) => slotP95.unbounded),
    offeredRate: samples.map(({ offeredRate }) => offeredRate),
    achievedRate: samples.map(({ achievedRate }) => achievedRate),
    errorRate: samples.map(({ errorRate }) => errorRate),
    timeoutRate: samples.map(({ timeoutRate }) => timeoutRate),
    phases,
    limits: slaLimits(run, phases, toSeconds),
    lanes: lanesOf(samples),
    toSeconds,
  }
}

/** Each SLA limit over the phase in which it holds, or over the whole run. */
function slaLimits({ slaLimits: wanted }: LiveRun, phases: readonly PhaseBand[], end: number): LimitLine[] {
  return wanted.flatMap(({ seconds, phase }) => {
    const limit = { kind: 'sla', label: `SLA ${formatDuration(seconds)}`, seconds } as const
    if (phase === null) return [{ ...limit, fromSeconds: 0, toSeconds: end }]
    return phases
      .filter(({ name }) => name === phase)
      .map(({ fromSeconds, toSeconds }) => ({ ...limit, fromSeconds, toSeconds }))
  })
}

/** Phases that have begun stand at their real start, later ones where they are planned. */
function phaseBands({ planned, starts }: LiveRun): PhaseBand[] {
  let at = 0
  return planned.map(({ name, measured, durationSeconds }, i) => {
    const fromSeconds = starts[i] ?? at
    at = fromSeconds + durationSeconds
    return { name, measured, fromSeconds, toSeconds: Math.min(at, starts[i + 1] ?? at) }
  })
}

function lanesOf(samples: readonly LiveSample[]): AlertLane[] {
  const names = [...new Set(samples.flatMap(({ alerts }) => alerts.map(({ name }) => name)))]
  return names.map((name) => {
    const segments: AlertSegment[] = []
    for (const sample of samples) {
      const state = sample.alerts.find((alert) => alert.name === name)?.state ?? 'noData'
      const toSeconds = endOf(sample)
      const last = segments.at(-1)
      if (last?.state === state) segments[segments.length - 1] = { ...last, toSeconds }
      else segments.push({ state, fromSeconds: last?.toSeconds ?? 0, toSeconds })
    }
    return { name, segments }
  })
}
