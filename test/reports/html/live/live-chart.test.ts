import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '../../../../core/run/live-event.ts'
import type { LiveState } from '../../../../core/run/live-state.ts'
import { applyEvent, EMPTY_RUN, liveChart } from '../../../../reports/html/live/live-chart.ts'
import { liveEvents } from '../../../../reports/html/live/live-events.ts'
import { SPIKING } from '../../../support/sample-live-state.ts'

function stateAt(elapsedSeconds: number, changes: Partial<LiveState> = {}): LiveState {
  return { ...SPIKING, notes: [], elapsedSeconds, stage: { kind: 'phase', index: 0 }, ...changes }
}

function runOf(states: readonly LiveState[]) {
  const events: LiveEvent[] = states.flatMap((state, i) => liveEvents(states[i - 1] ?? null, state))
  return events.reduce(applyEvent, EMPTY_RUN)
}

describe('liveChart', () => {
  it('has one bin for each second and an axis to the planned end', () => {
    const chart = liveChart(runOf([stateAt(0), stateAt(1.002), stateAt(2.001), stateAt(2.2), stateAt(3.004)]))
    expect(chart.ends).toEqual([1, 2, 3])
    expect(chart.toSeconds).toBe(105)
    expect(chart.exact).toEqual([1.84, 1.84, 1.84])
  })

  it('keeps the errors of a second that is sampled twice', () => {
    const totals = { ...SPIKING.totals, errors: 13 }
    const chart = liveChart(runOf([stateAt(1), stateAt(2, { totals }), stateAt(2.1, { totals })]))
    expect(chart.errorRate).toEqual([3, 10])
  })

  it('places phases that have begun at their real start, and later phases as planned', () => {
    const late = stateAt(7, { stage: { kind: 'phase', index: 1 } })
    const { phases } = liveChart(runOf([stateAt(0), late]))
    expect(phases.map(({ name, fromSeconds, toSeconds }) => [name, fromSeconds, toSeconds])).toEqual([
      ['warm-up', 0, 5],
      ['baseline', 7, 27],
      ['spike', 27, 47],
      ['recovery', 47, 107],
    ])
  })

  it('draws the SLA limit over the whole run if it holds throughout', () => {
    expect(liveChart(runOf([stateAt(1)])).limits).toEqual([
      { kind: 'sla', label: 'SLA 1s', seconds: 1, fromSeconds: 0, toSeconds: 105 },
    ])
  })

  it('draws the SLA limit only over the phase for which it is set', () => {
    expect(liveChart(runOf([stateAt(0, { slaLimits: [{ seconds: 1, phase: 'baseline' }] })])).limits).toEqual([
      { kind: 'sla', label: 'SLA 1s', seconds: 1, fromSeconds: 5, toSeconds: 25 },
    ])
  })

  it('draws the limits of two phases, each over its own', () => {
    const slaLimits = [
      { seconds: 1, phase: 'baseline' },
      { seconds: 2, phase: 'recovery' },
    ]
    const { limits } = liveChart(runOf([stateAt(0, { slaLimits })]))
    expect(limits.map(({ seconds, fromSeconds, toSeconds }) => [seconds, fromSeconds, toSeconds])).toEqual([
      [1, 5, 25],
      [2, 45, 105],
    ])
  })

  it('joins consecutive seconds of the same alert state into one segment', () => {
    const firing = [{ name: 'Slow', state: 'firing', sinceSeconds: 0 }] as const
    const quiet = [{ name: 'Slow', state: 'inactive', sinceSeconds: 0 }] as const
    const run = runOf([1, 2, 3, 4].map((at) => stateAt(at, { alerts: at < 3 ? quiet : firing })))
    expect(liveChart(run).lanes).toEqual([
      {
        name: 'Slow',
        segments: [
          { state: 'inactive', fromSeconds: 0, toSeconds: 2 },
          { state: 'firing', fromSeconds: 2, toSeconds: 4 },
        ],
      },
    ])
  })

  it('marks seconds whose quantile has no bound', () => {
    const chart = liveChart(runOf([stateAt(1), stateAt(2, { exactP95Seconds: Number.POSITIVE_INFINITY })]))
    expect(chart.exactUnbounded).toEqual([1])
    expect(chart.exact[1]).toBeNull()
  })

  it('starts from nothing when the stream starts again', () => {
    const run = runOf([stateAt(1), stateAt(2)])
    const again = liveEvents(null, stateAt(1)).reduce(applyEvent, run)
    expect(again.samples).toHaveLength(1)
  })
})
