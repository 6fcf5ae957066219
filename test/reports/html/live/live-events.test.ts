import { describe, expect, it } from 'vitest'
import type { LiveState } from '../../../../core/run/live-state.ts'
import { liveEvents } from '../../../../reports/html/live/live-events.ts'
import { SPIKING } from '../../../support/sample-live-state.ts'

const next = (changes: Partial<LiveState>): LiveState => ({ ...SPIKING, elapsedSeconds: 39.4, ...changes })

describe('liveEvents', () => {
  it('starts with the run, the current phase, a sample and the notes so far', () => {
    const [begin, phase, sample, note] = liveEvents(null, SPIKING)
    expect(begin).toMatchObject({
      kind: 'begin',
      scenarioName: 'spike',
      plannedSeconds: 105,
      slaLimits: [{ seconds: 1, phase: null }],
    })
    expect(phase).toEqual({ kind: 'phase', index: 2, startSeconds: 38.4 })
    expect(sample).toMatchObject({ kind: 'sample', sample: { offered: 2612, completed: 1141, failed: 3 } })
    expect(note).toEqual({ kind: 'note', text: 'scrape 31 took 900ms' })
  })

  it('continues with a sample, whose error rates cover the time since the previous one', () => {
    const totals = { ...SPIKING.totals, errors: 8, timeouts: 2, neverSent: 1 }
    const events = liveEvents(SPIKING, next({ totals }))
    expect(events.map(({ kind }) => kind)).toEqual(['sample'])
    expect(events[0]).toMatchObject({ sample: { atSeconds: 39.4, failed: 10, neverSent: 1 } })
    const [event] = events
    if (event?.kind !== 'sample') throw new Error('expected a sample')
    expect(event.sample.errorRate).toBeCloseTo(5, 9)
    expect(event.sample.timeoutRate).toBeCloseTo(2, 9)
  })

  it('reports the start of a phase and new notes', () => {
    const state = next({ stage: { kind: 'phase', index: 3 }, notes: [...SPIKING.notes, 'a worker was lost'] })
    expect(liveEvents(SPIKING, state).map(({ kind }) => kind)).toEqual(['phase', 'sample', 'note'])
    expect(liveEvents(SPIKING, state)[2]).toEqual({ kind: 'note', text: 'a worker was lost' })
  })

  it('writes an infinite latency as null and unbounded, because JSON has no infinity', () => {
    const state = next({
      exactP95Seconds: Number.POSITIVE_INFINITY,
      estimatedP95Seconds: Number.NaN,
      recentP95Seconds: [null],
    })
    const [event] = liveEvents(SPIKING, state)
    expect(JSON.parse(JSON.stringify(event))).toEqual(event)
    expect(event).toMatchObject({
      sample: {
        exactP95: { seconds: null, unbounded: true },
        slotP95: { seconds: null, unbounded: false },
        estimatedP95Seconds: null,
      },
    })
  })
})
