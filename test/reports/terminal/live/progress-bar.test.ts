import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { progressBar } from '../../../../reports/terminal/live/progress-bar.ts'
import { lineWidth, paint } from '../../../../reports/terminal/text/styled-text.ts'

const PHASES = [5, 20, 20, 60].map((durationSeconds) => ({ durationSeconds }))

describe('progressBar', () => {
  it.each([
    { elapsed: 0, bar: '─┼───┼───┼───────────' },
    { elapsed: 25, bar: '━╋━━━┼───┼───────────' },
    { elapsed: 105, bar: '━╋━━━╋━━━╋━━━━━━━━━━━' },
    { elapsed: 200, bar: '━╋━━━╋━━━╋━━━━━━━━━━━' },
    { elapsed: -1, bar: '─┼───┼───┼───────────' },
  ])('after $elapsed seconds of 105: $bar', ({ elapsed, bar }) => {
    expect(paint(progressBar(PHASES, elapsed, 21), false)).toBe(bar)
  })

  it('has the given width, whatever the phases', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.nat(300), fc.integer({ min: 1, max: 120 }), (durations, elapsed, width) => {
        const phases = durations.map((durationSeconds) => ({ durationSeconds }))
        expect(lineWidth(progressBar(phases, elapsed, width))).toBe(width)
      }),
    )
  })
})
