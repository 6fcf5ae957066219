import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LiveState } from '../../../../core/run/live-state.ts'
import { renderLiveView, renderProgressLine } from '../../../../reports/terminal/live/live-view.ts'
import { displayWidth } from '../../../../reports/terminal/text/display-width.ts'
import { anyText } from '../../../support/any-text.ts'
import { SPIKING } from '../../../support/sample-live-state.ts'

const STARTING: LiveState = {
  ...SPIKING,
  stage: { kind: 'starting' },
  elapsedSeconds: 0,
  offeredRate: 0,
  achievedRate: 0,
  targetRate: null,
  totals: { offered: 0, completed: 0, errors: 0, timeouts: 0, neverSent: 0, inFlight: 0 },
  exactP95Seconds: null,
  estimatedP95Seconds: null,
  slaLimits: [],
  recentP95Seconds: [],
  alerts: [],
  notes: [],
}

const anyState: fc.Arbitrary<LiveState> = fc
  .record({
    text: anyText,
    elapsed: fc.nat(400),
    stage: fc.constantFrom<LiveState['stage'][]>(
      { kind: 'starting' },
      { kind: 'phase', index: 3 },
      { kind: 'phase', index: 9 },
      { kind: 'draining' },
      { kind: 'reporting' },
    ),
  })
  .map(({ text, elapsed, stage }) => ({
    ...SPIKING,
    stage,
    scenarioName: text,
    question: text,
    elapsedSeconds: elapsed,
    recentP95Seconds: Array.from({ length: elapsed }, (_, i) =>
      i % 7 === 0 ? null : i % 11 === 0 ? Number.POSITIVE_INFINITY : i / 100,
    ),
    phases: SPIKING.phases.map((phase) => ({ ...phase, name: text })),
    alerts: SPIKING.alerts.map((alert) => ({ ...alert, name: text })),
    notes: [text, text],
  }))

describe('renderLiveView', () => {
  it('shows phase, rates, answers, both P95 side by side, and the alerts', () => {
    expect(renderLiveView(SPIKING, { width: 80, color: false })).toEqual([
      'spike  phase 3/4 spike                                                 0:38/1:45',
      'Does the P95 alert catch a traffic spike?',
      '━━━━╋━━━━━━━━━━━━━━╋━━━━━━━━━─────┼─────────────────────────────────────────────',
      'rate    offered 161/s  achieved 48.2/s  scheduled 160/s',
      'answers 1,141 completed  3 errors  0 timeouts  256 in flight',
      'P95     exact 1.84s  estimated 950ms  limit 1s  of the last minute',
      '         ▁▁▁▃▄█  exact, last 7s, up to 1.84s',
      'alert   pending for 4s HighLatency95thPercentile',
      '        inactive ErrorBudgetBurn',
      '! scrape 31 took 900ms',
    ])
  })

  it('shows requests that were never sent beside the timeouts that they are', () => {
    const totals = { ...SPIKING.totals, timeouts: 12, neverSent: 9 }
    const [, , , , answers] = renderLiveView({ ...SPIKING, totals }, { width: 80, color: false })
    expect(answers).toBe('answers 1,141 completed  3 errors  12 timeouts (9 never sent)  256 in flight')
    expect(renderProgressLine({ ...SPIKING, totals })).toContain(
      '| 1,141 completed, 3 errors, 12 timeouts (9 never sent) |',
    )
  })

  it('leaves out what weighs least where there is no room', () => {
    expect(renderLiveView(SPIKING, { width: 40, color: false }).slice(0, 8)).toEqual([
      'spike  phase 3/4 spike         0:38/1:45',
      'Does the P95 alert catch a traffic spik…',
      '━━╋━━━━━━━╋━━━───┼──────────────────────',
      'rate    offered 161/s  achieved 48.2/s',
      'answers 1,141 completed  3 errors',
      'P95     exact 1.84s  estimated 950ms',
      '         ▁▁▁▃▄█',
      'alert   pending for 4s HighLatency95thP…',
    ])
  })

  it('has little to say before the first request', () => {
    expect(renderLiveView(STARTING, { width: 60, color: false })).toEqual([
      'spike  starting                                    0:00/1:45',
      'Does the P95 alert catch a traffic spike?',
      '───┼──────────┼───────────┼─────────────────────────────────',
      'rate    offered 0/s  achieved 0/s',
      'answers 0 completed  0 errors  0 timeouts  0 in flight',
      'P95     exact n/a  estimated n/a  of the last minute',
    ])
  })

  it.each([
    [{ kind: 'phase', index: 0 }, 'phase 1/4 warm-up, not measured'],
    [{ kind: 'draining' }, 'waiting for the last answers'],
    [{ kind: 'reporting' }, 'writing the report'],
  ] as const)('names the stage %o', (stage, words) => {
    expect(renderLiveView({ ...SPIKING, stage }, { width: 80, color: false })[0]).toContain(`spike  ${words}`)
  })

  it('colours a P95 by its limit, and shows what never ended', () => {
    const [, , , , , p95 = ''] = renderLiveView(
      { ...SPIKING, exactP95Seconds: Number.POSITIVE_INFINITY },
      { width: 80, color: true },
    )
    expect(p95).toContain('exact \u001b[31m∞\u001b[39m  estimated \u001b[32m950ms\u001b[39m')
  })

  it.each([
    ['baseline', 1, '\u001b[2mlimit 200ms in baseline\u001b[22m'],
    ['recovery', 3, ''],
  ])(
    'shows a limit of phase baseline in phase %s as what it is, and judges no last minute by it',
    (_, index, limit) => {
      const slaLimits = [{ seconds: 0.2, phase: 'baseline' }]
      const state: LiveState = { ...SPIKING, slaLimits, stage: { kind: 'phase', index } }
      const [, , , , , p95 = ''] = renderLiveView(state, { width: 80, color: true })
      expect(p95).toContain(limit)
      expect(p95.includes('limit')).toBe(limit !== '')
      expect(p95).toContain('exact \u001b[1m1.84s')
    },
  )

  it('is never wider than the given width, and shows the same with and without colour', () => {
    fc.assert(
      fc.property(anyState, fc.integer({ min: 20, max: 200 }), (state, width) => {
        const bare = renderLiveView(state, { width, color: false })
        for (const text of bare) expect(displayWidth(text)).toBeLessThanOrEqual(width)
        expect(bare.join('')).not.toMatch(/\p{Cc}/u)
        expect(renderLiveView(state, { width, color: true }).map(stripVTControlCharacters)).toEqual(bare)
      }),
    )
  })
})

describe('renderProgressLine', () => {
  it('says the same in one line', () => {
    expect(renderProgressLine(SPIKING)).toBe(
      '0:38/1:45 phase 3/4 spike | offered 161/s, achieved 48.2/s | 1,141 completed, 3 errors, 0 timeouts | P95 of the last minute: exact 1.84s, estimated 950ms | HighLatency95thPercentile pending for 4s | ErrorBudgetBurn inactive',
    )
  })

  it('is one line, whatever the texts', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(renderProgressLine(state)).not.toMatch(/\p{Cc}/u)
      }),
    )
  })
})
